/** What an operation answers: status, body and headers. */
export interface Answer {
  readonly status: number;
  /** JSON, or a text whose type the headers name. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that refuses: a stable code and a sentence for people. */
export function refusal(status: number, code: string, detail: string): Answer {
  return { status, body: { code, detail } };
}
