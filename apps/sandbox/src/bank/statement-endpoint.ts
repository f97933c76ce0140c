import { z } from 'zod';
import { type AnswerClass } from '../delivery/answer-class.js';
import { post } from '../delivery/post.js';

/** How the delivery of a statement was answered. */
export interface StatementAnswer {
  readonly answer: AnswerClass;
  readonly status?: number;
  readonly code?: string;
}

const TIMEOUT_MS = 30_000;
const problem = z.object({ code: z.string() });

/** Where the bank delivers its statements. */
export class StatementEndpoint {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async post(xml: string, signal: AbortSignal): Promise<StatementAnswer> {
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/xml' };
    const posting = { headers, body: xml, timeoutMs: TIMEOUT_MS };
    const { answer, status, json } = await post(`${this.url}/v1/statements`, posting, signal);
    return { answer, status, code: problem.safeParse(json).data?.code };
  }
}
