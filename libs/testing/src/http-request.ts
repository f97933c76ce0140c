/** What an HTTP request was answered. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** With its byte order mark, if it has one. */
  readonly text: string;
  readonly isJson: boolean;
  /** The JSON object that the text is; empty where it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a request carries. */
export interface RequestOptions {
  /** Goes as a bearer token; empty for none. */
  readonly key?: string;
  /** Text and bytes go as they are, all else as JSON. */
  readonly body?: unknown;
  /** Win over those that follow from key and body; a body is JSON where they do not tell its type. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one HTTP request and reads its answer, whatever its status. */
export async function request(url: string, method: string, path: string, options: RequestOptions = {}): Promise<Reply> {
  const { key = '', body, headers } = options;
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key !== '' && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(bytes !== undefined && { body: bytes as string }),
  });
  const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const parsed = (isJson ? JSON.parse(text) : {}) as Reply['body'];
  return { status: response.status, headers: response.headers, text, isJson, body: parsed };
}
