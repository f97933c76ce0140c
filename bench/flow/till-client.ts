import { Agent, request } from 'node:http';

/** What a till was answered. */
export interface TillAnswer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly code?: string };
}

/** How posts are sent. */
export interface TillConnections {
  /** As many posts wait for their answers at the same time. */
  readonly most: number;
  readonly timeoutMs: number;
}

/** Posts sales over connections that are kept open. */
export class TillClient {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    private readonly connections: TillConnections,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections.most });
  }

  /**
   * Posts a sale.
   *
   * @param once an idempotency key, where the one who is posted to wants it.
   * @throws when there is no answer: nobody knows whether the sale was taken, so it is to be sent again.
   */
  post(sale: object, key: string, once?: string): Promise<TillAnswer> {
    const body = JSON.stringify(sale);
    const { timeoutMs: timeout } = this.connections;
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(once && { 'idempotency-key': once }),
      };
      const sent = request(this.url, { method: 'POST', agent: this.agent, headers, timeout }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: parsed(text) }));
      });
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

function parsed(text: string): TillAnswer['body'] {
  try {
    return JSON.parse(text) as TillAnswer['body'];
  } catch {
    return {};
  }
}
