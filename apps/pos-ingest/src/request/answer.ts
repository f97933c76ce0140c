import type { FastifyReply } from 'fastify';

/** What a request is answered; kept with its effect, so that the same request gets the same answer again. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether it had been given before. */
  readonly replayed: boolean;
}

/** Sends an answer; one that was given before is marked `Idempotency-Replayed: true`. */
export function sendAnswer(reply: FastifyReply, { status, body, replayed }: Answer, location?: string): void {
  if (replayed) void reply.header('idempotency-replayed', 'true');
  if (location !== undefined && status < 300) void reply.header('location', location);
  if (status >= 400) void reply.header('content-type', 'application/problem+json').serializer(JSON.stringify);
  void reply.status(status).send(body);
}
