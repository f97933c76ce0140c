/** One message of PostgreSQL's protocol, as a client sends it once it is connected. */
export interface FrontendMessage {
  readonly type: string;
  readonly body: Buffer;
}

/** Cuts what a client sends into messages, whatever pieces it comes in. */
export class FrontendReader {
  private rest: Buffer = Buffer.alloc(0);
  private isStarted = false;

  /** The messages that are complete now; the first one, without a type on the wire, is given the type `startup`. */
  read(chunk: Buffer): FrontendMessage[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: FrontendMessage[] = [];
    for (;;) {
      const header = this.isStarted ? 1 : 0;
      if (this.rest.length < header + 4) return messages;
      const end = header + this.rest.readInt32BE(header);
      if (this.rest.length < end) return messages;
      const type = this.isStarted ? String.fromCharCode(this.rest[0]!) : 'startup';
      messages.push({ type, body: this.rest.subarray(header + 4, end) });
      this.rest = this.rest.subarray(end);
      this.isStarted = true;
    }
  }
}

/** A message as it travels. */
export function framed(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

/** A text that ends with a zero byte. */
export function zeroEnded(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

/** The text at the beginning of a message's body, and what comes after it. */
export function leadingText(body: Buffer): { readonly text: string; readonly rest: Buffer } {
  const end = body.indexOf(0);
  return { text: body.toString('utf8', 0, end), rest: body.subarray(end + 1) };
}

/** What a server tells a client that has just connected. */
export function greeting(processId: number): Buffer {
  const setting = (name: string, value: string): Buffer => framed('S', zeroEnded(name), zeroEnded(value));
  const numbers = Buffer.alloc(8);
  numbers.writeInt32BE(processId, 0);
  return Buffer.concat([
    framed('R', Buffer.alloc(4)),
    setting('server_version', '18'),
    setting('client_encoding', 'UTF8'),
    setting('standard_conforming_strings', 'on'),
    setting('DateStyle', 'ISO, MDY'),
    setting('TimeZone', 'UTC'),
    framed('K', numbers),
    ready('I'),
  ]);
}

/** The end of an answer, with the state of the transaction: none (I), open (T), failed (E). */
export function ready(state: string): Buffer {
  return framed('Z', Buffer.from(state));
}

/** The answer to a statement that has no rows. */
export function completed(tag: string): Buffer {
  return framed('C', zeroEnded(tag));
}

/** What an answer says: how it ends, how many rows it had by its own account, and what went wrong. */
export interface AnswerFacts {
  readonly state: string;
  /** Of the last statement: `UPDATE 3`, `SELECT 0`. */
  readonly tag: string;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** Reads what is needed to know of an answer. */
export function factsOf(answer: Buffer): AnswerFacts {
  let [state, tag] = ['I', ''];
  let error: AnswerFacts['error'];
  for (let at = 0; at < answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    const body = answer.subarray(at + 5, at + 1 + answer.readInt32BE(at + 1));
    if (answer[at] === 0x5a) state = body.toString('latin1');
    else if (answer[at] === 0x43) tag = leadingText(body).text;
    else if (answer[at] === 0x45) error = errorOf(body);
  }
  return { state, tag, error };
}

function errorOf(body: Buffer): { code: string; message: string } {
  const fields = new Map<string, string>();
  for (let rest = body; rest.length > 1; ) {
    const { text, rest: after } = leadingText(rest);
    fields.set(text[0] ?? '', text.slice(1));
    rest = after;
  }
  return { code: fields.get('C') ?? '', message: fields.get('M') ?? '' };
}

/** The rows of an answer, as texts by the names of their columns; null is the empty text. */
export function rowsOf(answer: Buffer): Record<string, string>[] {
  let names: string[] = [];
  const rows: Record<string, string>[] = [];
  for (let at = 0; at < answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    const body = answer.subarray(at + 5, at + 1 + answer.readInt32BE(at + 1));
    if (answer[at] === 0x54) names = namesIn(body);
    else if (answer[at] === 0x44) rows.push(Object.fromEntries(valuesIn(body).map((value, column) => [names[column], value])));
  }
  return rows;
}

function namesIn(body: Buffer): string[] {
  const names: string[] = [];
  for (let rest = body.subarray(2); rest.length > 0; ) {
    const { text, rest: after } = leadingText(rest);
    names.push(text);
    rest = after.subarray(18);
  }
  return names;
}

function valuesIn(body: Buffer): string[] {
  const values: string[] = [];
  for (let at = 2; at < body.length; ) {
    const length = body.readInt32BE(at);
    values.push(length < 0 ? '' : body.toString('utf8', at + 4, at + 4 + length));
    at += 4 + Math.max(length, 0);
  }
  return values;
}

/** What is left of an answer after the ends of its first parts. */
export function withoutFirst(answer: Buffer, parts: number): Buffer {
  let at = 0;
  for (let left = parts; left > 0 && at < answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] === 0x5a) left -= 1;
  }
  return answer.subarray(at);
}

/** The answers to several questions, one by one. */
export function answersIn(bytes: Buffer): Buffer[] {
  const answers: Buffer[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const next = at + 1 + bytes.readInt32BE(at + 1);
    if (bytes[at] === 0x5a) {
      answers.push(bytes.subarray(from, next));
      from = next;
    }
    at = next;
  }
  return answers;
}
