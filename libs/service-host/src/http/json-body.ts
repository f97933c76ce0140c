import { Body, type PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { z } from 'zod';
import { openApiSchema } from '../docs-page/open-api-schema.js';
import { problem } from '../problem/platform.problems.js';
import type { Problem, ProblemFinding } from '../problem/problem.js';
import { checked } from './findings.js';
import { parseStrictJson } from './strict-json.js';

/**
 * Gives a handler the request body, parsed strictly and checked by a zod schema, once its guards have passed; the
 * OpenAPI page shows that schema, or `shown` where a part of the body is checked later.
 *
 * @throws {Problem} 400 for what is not JSON, 422 with one finding per wrong field otherwise.
 */
export function JsonBody<S extends z.ZodType>(
  schema: S,
  refuse: RefuseBody = validationFailed,
  shown: z.ZodType = schema,
): ParameterDecorator {
  return (target, handler, index) => {
    Body(new JsonBodyPipe(schema, refuse))(target, handler, index);
    if (handler === undefined) return;
    ApiBody({ schema: openApiSchema(shown) })(target, handler, Object.getOwnPropertyDescriptor(target, handler)!);
  };
}

/** Makes the problem that a body with these findings is answered. */
export type RefuseBody = (findings: readonly ProblemFinding[]) => Problem;

function validationFailed(findings: readonly ProblemFinding[]): Problem {
  return problem('validation-failed', { errors: findings });
}

class JsonBodyPipe<S extends z.ZodType> implements PipeTransform<Buffer | undefined, z.output<S>> {
  constructor(
    private readonly schema: S,
    private readonly refuse: RefuseBody,
  ) {}

  transform(bytes: Buffer | undefined): z.output<S> {
    return checkedJson(this.schema, parseStrictJson(bytes), this.refuse);
  }
}

/**
 * A parsed JSON value as its schema has it: for a part of a body that is judged by itself.
 *
 * @throws {Problem} what `refuse` makes of the findings, whose pointers begin at the value.
 */
export function checkedJson<S extends z.ZodType>(schema: S, value: unknown, refuse: RefuseBody): z.output<S> {
  const result = checked(schema, value);
  if ('data' in result) return result.data;
  throw refuse(result.findings);
}
