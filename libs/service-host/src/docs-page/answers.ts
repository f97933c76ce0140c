import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { openApiAnswer } from './open-api-schema.js';

/** Tells the OpenAPI page what a handler answers when it succeeds. */
export function Answers(status: 200 | 201 | 202, description: string, schema: z.ZodType): MethodDecorator {
  return ApiResponse({ status, description, schema: openApiAnswer(schema) });
}
