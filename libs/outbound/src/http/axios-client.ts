import { Axios, type AxiosResponse } from 'axios';
import type { Target } from '../call/target.js';
import { DirectAdapter } from './direct-adapter.js';
import type { Exchange, HttpClient, OutgoingRequest } from './exchange.js';
import { wasNeverSent } from './never-sent.js';
import { readJson } from './read-json.js';
import { readText } from './read-text.js';

/** The client of one target: plain answers, no proxy of the environment, no redirect, no compression. */
export function axiosClient(target: Pick<Target, 'ca' | 'timeoutMs' | 'connectTimeoutMs' | 'maxAnswerBytes'>): HttpClient {
  const adapter = new DirectAdapter(target);
  const client = new Axios({ adapter: adapter.adapt });
  return {
    async exchange({ method, url, headers, body }: OutgoingRequest): Promise<Exchange> {
      try {
        const response = await client.request<Buffer>({
          method,
          url: url.href,
          headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'kervan' },
          data: body,
        });
        return read(response);
      } catch (error) {
        return wasNeverSent(error)
          ? { kind: 'not-sent', reason: codeOf(error) }
          : { kind: 'unclear', reason: codeOf(error) };
      }
    },
    close() {
      adapter.close();
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
  return { kind: 'answered', answer: { status, headers, text, json: readJson(text, type) } };
}

/** What undici calls a connection that the far side ends. */
const ENDED_BY_PEER = 'UND_ERR_SOCKET';

/** A short stable code; never the message, which may hold what was sent. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') {
    return 'connection-failed';
  }
  return error.code === ENDED_BY_PEER ? 'ECONNRESET' : error.code;
}
