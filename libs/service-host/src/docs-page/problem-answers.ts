import type { OpenAPIObject } from '@nestjs/swagger';
import { problem } from '../problem/platform.problems.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Answer = NonNullable<Operation['responses'][string]>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Code = keyof typeof problem.kinds;

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

/** The operations of an OpenAPI document. */
export function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap((path) => methods.flatMap((method) => path[method] ?? []));
}

/**
 * Adds to each operation the problems that every such operation can answer, and to each of its problems the form.
 *
 * What a handler tells of a status itself is kept.
 */
export function addProblems(document: OpenAPIObject): void {
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } };
  for (const operation of operationsOf(document)) {
    const { responses } = operation;
    for (const code of codesOf(operation)) {
      const status = String(problem.kinds[code].status);
      const known = responses[status] as { description?: string } | undefined;
      if (!known) responses[status] = { description: code };
      else if (!known.description?.includes(code)) responses[status] = { ...known, description: `${known.description}, ${code}` };
    }
    responses['default'] ??= { description: 'Every other answer is a problem, too; /problems lists them all.' };
    for (const [status, answer] of Object.entries(responses)) {
      if (answer && (status === 'default' || Number(status) >= 400)) responses[status] = withForm(answer);
    }
  }
}

function codesOf({ security, requestBody, parameters = [] }: Operation): Code[] {
  const asks = parameters.some((parameter) => 'in' in parameter && parameter.in === 'query');
  return [
    ...(security ? (['invalid-token', 'rate-limited'] as const) : []),
    ...(requestBody ? ofBodies : []),
    ...(asks && !requestBody ? (['validation-failed'] as const) : []),
  ];
}

const ofBodies = [
  'body-missing', 'malformed-json', 'duplicate-json-key', 'invalid-encoding', 'payload-too-large', 'unsupported-media-type',
  'validation-failed',
] as const satisfies readonly Code[];

function withForm(answer: Answer): Answer {
  if ('$ref' in answer || ('content' in answer && answer.content)) return answer;
  return { ...answer, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

const text = { type: 'string' } as const;

/** RFC 9457 with the members that every problem has here. */
const problemSchema: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'retryable', 'recorded', 'whatToDo', 'correlationId'],
  properties: {
    type: { ...text, format: 'uri-reference', description: 'Leads to what the code means.' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    instance: { ...text, description: 'This answer alone, `urn:uuid:…`.' },
    code: { ...text, description: 'Stable; what a program decides by.' },
    retryable: { type: 'boolean', description: 'Whether the very same request may succeed later.' },
    recorded: { ...text, enum: ['nothing', 'earlier', 'unknown'], description: 'What the request left behind.' },
    whatToDo: text,
    correlationId: { ...text, description: 'Leads to log lines and traces.' },
    traceId: { ...text, description: 'The trace of the request, where it is traced.' },
    errors: {
      type: 'array',
      description: 'At most 20 findings; `errorsTotal` tells how many there are where there are more.',
      items: {
        type: 'object',
        required: ['code'],
        properties: {
          pointer: { ...text, description: 'Where in the body: RFC 6901 as a URI fragment.', example: '#/lines/0/amount' },
          parameter: { ...text, description: 'Which parameter of the query.' },
          code: text,
          detail: text,
          expected: text,
          actual: text,
        },
      },
    },
    errorsTotal: { type: 'integer' },
  },
};
