import { type PipeTransform, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { z } from 'zod';
import { openApiSchema } from '../docs-page/open-api-schema.js';
import { problem } from '../problem/platform.problems.js';
import type { ProblemFinding } from '../problem/problem.js';
import { checked } from './findings.js';

/**
 * Gives a handler the query of its request, checked by a zod schema; the OpenAPI page shows each parameter.
 *
 * @throws {Problem} 422 `validation-failed`, with one finding per wrong parameter: its name is in `parameter`, its code is
 * `missing-parameter`, `unknown-parameter` or `invalid-parameter`.
 */
export function CheckedQuery(schema: z.ZodType): ParameterDecorator {
  return (target, handler, index) => {
    Query(new QueryPipe(schema))(target, handler, index);
    if (handler === undefined) return;
    const { properties = {}, required = [] } = openApiSchema(schema) as QuerySchema;
    for (const [name, { description = '', ...shown }] of Object.entries(properties)) {
      const options = { name, description, required: required.includes(name), schema: shown };
      ApiQuery(options)(target, handler, Object.getOwnPropertyDescriptor(target, handler)!);
    }
  };
}

interface QuerySchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

class QueryPipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(private readonly schema: S) {}

  transform(query: unknown): z.output<S> {
    const result = checked(this.schema, query);
    if ('data' in result) return result.data;
    throw problem('validation-failed', { errors: result.findings.map(aboutParameter) });
  }
}

const codes: Readonly<Record<string, string>> = {
  'missing-field': 'missing-parameter',
  'unknown-field': 'unknown-parameter',
};

function aboutParameter({ pointer = '#', code, ...finding }: ProblemFinding): ProblemFinding {
  const parameter = decodeURIComponent(pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
  return { parameter, code: codes[code] ?? 'invalid-parameter', ...finding };
}
