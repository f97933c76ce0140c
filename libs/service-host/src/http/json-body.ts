import { Body, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { problem } from '../problem/platform.problems.js';
import { pointerTo } from '../problem/problem-body.js';
import type { Problem, ProblemFinding } from '../problem/problem.js';
import { parseStrictJson } from './strict-json.js';

/**
 * Gives a handler the request body, parsed strictly and checked by a zod schema, once its guards have passed.
 *
 * @throws {Problem} 400 for what is not JSON, 422 with one finding per wrong field otherwise.
 */
export function JsonBody<S extends z.ZodType>(schema: S, refuse: RefuseBody = validationFailed): ParameterDecorator {
  return Body(new JsonBodyPipe(schema, refuse));
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
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refuse(result.error.issues.flatMap(findings));
}

const SEPARATOR = ': ';

/**
 * The error of a zod check, so that a failed one is told with its own code: `z.string({ error: coded('invalid-date',
 * 'an ISO 8601 instant with zone') })`. A field that is missing is told as `missing-field`.
 */
export function coded(code: string, expected: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => `${input === undefined ? 'missing-field' : code}${SEPARATOR}${expected}`;
}

function findings(issue: z.core.$ZodIssue): ProblemFinding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), code: 'unknown-field' }));
  }
  const pointer = pointerTo(issue.path);
  const [, code, expected] = /^([a-z][a-z-]+): (.+)$/s.exec(issue.message) ?? [];
  if (code !== undefined && expected !== undefined) return [{ pointer, code, detail: `Expected ${expected}.` }];
  return [{ pointer, code: 'invalid-field', detail: issue.message }];
}

/** The JSON Schema of a zod schema, as an OpenAPI page shows it. */
export function openApiSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' });
}
