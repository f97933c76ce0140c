import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { Agent, type Dispatcher } from 'undici';
import { watchedConnector } from './never-sent.js';

/** How the requests of one target are made. */
export interface Wire {
  /** Another text means other connections: those that were opened under the last one serve no more requests. */
  readonly ca?: () => string;
  /** Until there is a connection, TLS included; milliseconds. */
  readonly connectTimeoutMs: number;
  /** From the connection's start to the last byte of the answer; milliseconds. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** An exchange that was ended from here. */
export class ExchangeEnded extends Error {
  constructor(readonly code: 'timeout' | 'answer-too-large') {
    super(code);
  }
}

type Answer = Pick<AxiosResponse<Buffer>, 'status' | 'statusText' | 'headers' | 'data'>;

/**
 * An axios adapter straight on undici's connections: the answer's bytes as they come, without redirect, proxy,
 * decompression or a second try. A request costs it a third of what Node's own client takes.
 *
 * Rejects with the connection's own error, or with an {@link ExchangeEnded}.
 */
export class DirectAdapter {
  private connections: { readonly ca: string | undefined; readonly agent: Agent } | undefined;

  constructor(private readonly wire: Wire) {}

  readonly adapt = async (config: InternalAxiosRequestConfig<string>): Promise<AxiosResponse<Buffer>> => {
    const { origin, pathname, search } = new URL(config.url ?? '');
    const answer = await this.dispatch({
      origin,
      path: pathname + search,
      method: (config.method ?? 'get').toUpperCase() as Dispatcher.HttpMethod,
      headers: config.headers.toJSON() as Record<string, string>,
      body: config.data ?? null,
    });
    return { ...answer, config };
  };

  /** Closes connections as they become idle. */
  close(): void {
    void this.connections?.agent.close();
    this.connections = undefined;
  }

  private dispatch(request: Dispatcher.DispatchOptions): Promise<Answer> {
    const { timeoutMs, maxAnswerBytes } = this.wire;
    const begunAt = performance.now();
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let status = 0;
      let statusText = '';
      let headers: AxiosResponse['headers'] = {};
      let controller: Dispatcher.DispatchController | undefined;
      let failure: Error | undefined;
      const fail = (error: Error): void => {
        clearTimeout(timer);
        failure = error;
        reject(error);
        controller?.abort(error);
      };
      const timer = setTimeout(() => fail(new ExchangeEnded('timeout')), timeoutMs);
      this.agent().dispatch(request, {
        onRequestStart(started) {
          controller = started;
          if (failure) return started.abort(failure); // the time was up before there was a connection
          // as well in a process that was stopped meanwhile, and hears of the connection before its timer does
          if (performance.now() - begunAt >= timeoutMs) fail(new ExchangeEnded('timeout'));
        },
        onResponseStart(_, statusCode, received, statusMessage) {
          status = statusCode;
          statusText = statusMessage ?? '';
          headers = received as AxiosResponse['headers'];
        },
        onResponseData(_, chunk) {
          bytes += chunk.length;
          if (bytes > maxAnswerBytes) fail(new ExchangeEnded('answer-too-large'));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve({ status, statusText, headers, data: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
        },
        onResponseError(_, error) {
          fail(error);
        },
      });
    });
  }

  private agent(): Agent {
    const ca = this.wire.ca?.();
    if (this.connections?.ca === ca && this.connections) return this.connections.agent;
    this.close();
    // one time counts, from the start to the last byte: undici's own for parts of an answer are off
    const agent = new Agent({
      connect: watchedConnector(this.wire.connectTimeoutMs, ca),
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.connections = { ca, agent };
    return agent;
  }
}
