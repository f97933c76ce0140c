import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { type Agent as HttpAgent, type IncomingMessage, type OutgoingHttpHeaders, request as http } from 'node:http';
import { type Agent as HttpsAgent, request as https } from 'node:https';

/** How the requests of one target are made. */
export interface Wire {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  /** Another text means other connections: those that were opened under the last one serve no more requests. */
  readonly ca?: () => string;
  /** From the connection's start to the last byte of the answer; milliseconds. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * An axios adapter straight on Node's client: the answer's bytes as they come, without redirect, proxy or decompression.
 *
 * Rejects with the connection's own error, or with one whose code is `timeout` or `answer-too-large`.
 */
export function directAdapter(wire: Wire): (config: InternalAxiosRequestConfig<string>) => Promise<AxiosResponse<Buffer>> {
  return (config) =>
    new Promise((resolve, reject) => {
      const url = new URL(config.url ?? '');
      const headers = config.headers.toJSON() as OutgoingHttpHeaders;
      if (config.data !== undefined) headers['content-length'] = Buffer.byteLength(config.data);
      const options = { method: config.method?.toUpperCase(), headers };
      const request =
        url.protocol === 'https:'
          ? https(url, { ...options, agent: wire.httpsAgent, ca: wire.ca?.() })
          : http(url, { ...options, agent: wire.httpAgent });
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
        request.destroy();
      };
      const timer = setTimeout(() => fail(new ExchangeEnded('timeout')), wire.timeoutMs);
      request.on('error', fail);
      request.on('response', (response) => {
        const answered = (data: Buffer): void => {
          clearTimeout(timer);
          const { statusCode: status = 0, statusMessage: statusText = '' } = response;
          resolve({ status, statusText, headers: response.headers as AxiosResponse['headers'], data, config, request });
        };
        collect(response, wire.maxAnswerBytes, answered, fail);
      });
      request.end(config.data);
    });
}

/** An exchange that was ended from here. */
export class ExchangeEnded extends Error {
  constructor(readonly code: 'timeout' | 'answer-too-large') {
    super(code);
  }
}

function collect(
  response: IncomingMessage,
  maxBytes: number,
  answered: (data: Buffer) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) fail(new ExchangeEnded('answer-too-large'));
    else chunks.push(chunk);
  });
  response.on('error', fail);
  response.on('end', () => answered(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
}
