import { z } from 'zod';
import { classOf, type AnswerClass } from '../delivery/answer-class.js';
import { type SaleBody } from './sale-body.js';

/** What the sales API answered. */
export interface SalesAnswer {
  readonly answer: AnswerClass;
  readonly status?: number;
  readonly code?: string;
  readonly saleId?: string;
}

const TIMEOUT_MS = 10_000;
const answerBody = z.object({
  id: z.string().optional(),
  code: z.string().optional(),
  state: z.string().optional(),
});

/**
 * The sales API as a till sees it.
 *
 * Nothing is thrown for what the other side or the network does: no answer, 408, 425, 429, 5xx and a request still in
 * progress are `unknown` and may be sent again.
 */
export class SalesApi {
  constructor(
    private readonly url: string,
    private readonly signal: AbortSignal,
  ) {}

  post(sale: SaleBody, key: string, correlationId: string): Promise<SalesAnswer> {
    return this.call('POST', '/v1/sales', key, correlationId, sale);
  }

  cancel(saleId: string, requestedBy: string, key: string, correlationId: string): Promise<SalesAnswer> {
    const body = { reason: 'Müşteri vazgeçti', requestedBy };
    return this.call('POST', `/v1/sales/${saleId}/cancellation`, key, correlationId, body);
  }

  /** Tells whether a sale has come to rest: completed, reversed or waiting for a person. */
  async isAtRest(saleId: string, key: string): Promise<boolean> {
    const answer = await this.fetch('GET', `/v1/sales/${saleId}`, key);
    const state = answer && parsedBody(answer.text)?.state;
    return state === 'completed' || state === 'reversed' || state === 'needs_attention';
  }

  private async call(
    method: string,
    path: string,
    key: string,
    correlationId: string,
    body: object,
  ): Promise<SalesAnswer> {
    const answered = await this.fetch(method, path, key, correlationId, body);
    if (!answered) return { answer: 'unknown' };
    const { status, text } = answered;
    const { id, code } = parsedBody(text) ?? {};
    const answer = code === 'request-in-progress' ? 'unknown' : classOf(status);
    return { answer, status, code, saleId: answer === 'accepted' ? id : undefined };
  }

  private async fetch(method: string, path: string, key: string, correlationId?: string, body?: object) {
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(correlationId && { 'x-correlation-id': correlationId }),
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return undefined;
    }
  }
}

function parsedBody(text: string): z.infer<typeof answerBody> | undefined {
  try {
    return answerBody.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
