import { z } from 'zod';

const options = { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' } as const;

/** The JSON Schema of a zod schema, as an OpenAPI page shows it: what a caller sends. */
export function openApiSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { ...options, override: ({ zodSchema, jsonSchema }) => addSecondCheck(zodSchema, jsonSchema) });
}

/** What a handler answers, as an OpenAPI page shows it. */
export function openApiAnswer(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { ...options, io: 'output' });
}

/** Of a value that is checked twice (`first.pipe(second)`), the second check says more, and the first is kept to. */
function addSecondCheck(schema: z.core.$ZodTypes, jsonSchema: Record<string, unknown>): void {
  if (!(schema instanceof z.ZodPipe)) return;
  const { out } = schema;
  if (!(out instanceof z.ZodType) || out instanceof z.ZodTransform || schema.in instanceof z.ZodTransform) return;
  Object.assign(jsonSchema, openApiSchema(out));
}
