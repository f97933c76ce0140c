/** How an input was answered; `unknown` (no answer, 408, 425, 429, 5xx) is sent again until it is one of the others. */
export type AnswerClass = 'accepted' | 'refused' | 'unknown';

/** What an HTTP status means to whoever sent an input. */
export function classOf(status: number): AnswerClass {
  if (status >= 200 && status < 300) return 'accepted';
  return status === 408 || status === 425 || status === 429 || status >= 500 ? 'unknown' : 'refused';
}
