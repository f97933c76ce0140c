import { z } from 'zod';
import { type AnswerClass } from '../delivery/answer-class.js';
import { post } from '../delivery/post.js';

/** What the receiver of webhooks answered. */
export interface WebhookAnswer {
  readonly answer: AnswerClass;
  readonly status?: number;
  readonly outcome?: string;
}

/** As long as Shopify waits. */
const TIMEOUT_MS = 5_000;
const taken = z.object({ status: z.string() }).transform(({ status }) => status);
const refused = z.object({ code: z.string() }).transform(({ code }) => code);

/** Where the shops send their webhooks. */
export class WebhookEndpoint {
  constructor(
    private readonly url: string,
    private readonly signal: AbortSignal,
  ) {}

  async post(shop: string, body: string, headers: Readonly<Record<string, string>>): Promise<WebhookAnswer> {
    const url = `${this.url}/v1/shops/${shop}/webhooks`;
    const { answer, status, json } = await post(url, { headers, body, timeoutMs: TIMEOUT_MS }, this.signal);
    return { answer, status, outcome: z.union([taken, refused]).safeParse(json).data };
  }
}
