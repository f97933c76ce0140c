import { classOf, type AnswerClass } from './answer-class.js';

/** What came of posting a text. */
export interface Posted {
  readonly answer: AnswerClass;
  /** Absent where there was no answer. */
  readonly status?: number;
  /** The body as JSON, where it is some. */
  readonly json?: unknown;
}

/** What is posted, and how long the answer is waited for. */
export interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Posts a text. Nothing is thrown for what the other side or the network does: no answer is `unknown`. */
export async function post(url: string, posting: Posting, signal: AbortSignal): Promise<Posted> {
  const { headers, body, timeoutMs } = posting;
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { method: 'POST', headers, body, signal: limit });
    return { answer: classOf(response.status), status: response.status, json: jsonOf(await response.text()) };
  } catch {
    return { answer: 'unknown' };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
