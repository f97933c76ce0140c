/** What became of a file that was sent. */
export interface Sent {
  readonly refused: boolean;
  /** For people, in whole lines. */
  readonly text: string;
}

/** An answer over HTTP, with its body as JSON where it is some. */
export interface HttpAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** Posts bytes and reads the answer. @throws TypeError `fetch failed` where nobody answers. */
export async function post(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<HttpAnswer> {
  return answerOf(await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) }));
}

/** Asks with the operator key. @throws TypeError `fetch failed` where nobody answers. */
export async function get(url: string, operatorKey: string): Promise<HttpAnswer> {
  return answerOf(await fetch(url, { headers: { authorization: `Bearer ${operatorKey}` } }));
}

/** Status and body as lines, and whether it was refused. */
export function told({ status, json }: HttpAnswer): Sent {
  const refused = status < 200 || status > 299;
  const body = json === undefined ? '' : `\n${JSON.stringify(json, undefined, 2)}`;
  return { refused, text: `${refused ? 'Refused' : 'Taken'}: ${status}${body}` };
}

async function answerOf(response: Response): Promise<HttpAnswer> {
  const text = await response.text();
  try {
    return { status: response.status, json: JSON.parse(text) as unknown };
  } catch {
    return { status: response.status, json: text === '' ? undefined : text };
  }
}
