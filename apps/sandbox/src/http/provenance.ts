import { type FastifyRequest } from 'fastify';

/** Where a ledger line came from: the caller's correlation id and trace context, as received. */
export interface Provenance {
  readonly correlationId?: string;
  readonly traceparent?: string;
}

/** Reads the provenance from the headers of a request. */
export function provenanceOf({ headers }: FastifyRequest): Provenance {
  return { correlationId: header(headers['x-correlation-id']), traceparent: header(headers['traceparent']) };
}

/** The value of a header that may be given once; given more often it counts as missing. */
export function header(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
