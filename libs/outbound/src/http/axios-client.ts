import axios, { AxiosError, type AxiosResponse } from 'axios';
import type { Target } from '../call/target.js';
import type { Exchange, HttpClient, OutgoingRequest } from './exchange.js';
import { wasNeverSent, watchedAgents } from './never-sent.js';
import { readText } from './read-text.js';

/** The client of one target: plain answers, no proxy of the environment, no redirect, no compression. */
export function axiosClient(target: Pick<Target, 'timeoutMs' | 'connectTimeoutMs' | 'maxAnswerBytes'>): HttpClient {
  const agents = watchedAgents(target.connectTimeoutMs);
  const client = axios.create({
    ...agents,
    proxy: false,
    maxRedirects: 0,
    decompress: false,
    responseType: 'arraybuffer',
    maxContentLength: target.maxAnswerBytes,
    transformRequest: [(data: unknown) => data],
    validateStatus: () => true,
  });
  return {
    async exchange({ method, url, headers, body }: OutgoingRequest): Promise<Exchange> {
      const clock = new AbortController();
      const timer = setTimeout(() => clock.abort(), target.timeoutMs);
      try {
        const response = await client.request<Buffer>({
          method,
          url: url.href,
          headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'kervan' },
          data: body,
          signal: clock.signal,
        });
        return read(response);
      } catch (error) {
        return failure(error, clock.signal.aborted);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

function read({ status, headers: received, data }: AxiosResponse<Buffer>): Exchange {
  const headers = Object.fromEntries(
    Object.entries(received).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return { kind: 'unclear', reason: 'answer-compressed', status };
  const type = headers['content-type'] ?? '';
  const text = readText(data, type);
  if (text === undefined) return { kind: 'unclear', reason: 'answer-not-utf-8', status };
  return { kind: 'answered', answer: { status, headers, text, json: parseJson(text, type) } };
}

function parseJson(text: string, contentType: string): unknown {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(error: unknown, timedOut: boolean): Exchange {
  const cause = error instanceof AxiosError && error.cause !== undefined ? error.cause : error;
  if (wasNeverSent(cause)) return { kind: 'not-sent', reason: codeOf(cause) };
  return { kind: 'unclear', reason: timedOut ? 'timeout' : codeOf(cause) };
}

/** A short stable code; never the message, which may hold what was sent. */
function codeOf(error: unknown): string {
  if (error instanceof Error && error.message === 'connect-timeout') return error.message;
  if (error instanceof Error && error.message.startsWith('maxContentLength')) return 'answer-too-large';
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return 'connection-failed';
}
