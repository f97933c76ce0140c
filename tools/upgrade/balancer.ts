import { Agent, createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A process that may answer for a service. */
export interface Endpoint {
  readonly label: string;
  readonly port: number;
}

/** What callers of a service have seen. */
export interface Traffic {
  readonly requests: number;
  /** Requests without an answer of the service, or answered 5xx: a sentence each. */
  readonly errors: readonly string[];
  /** Requests by the label of whoever answered. */
  readonly byEndpoint: Readonly<Record<string, number>>;
}

interface Backend extends Endpoint {
  readonly agent: Agent;
  ready: boolean;
  failures: number;
}

const PROBE_EVERY_MS = 200;
const PROBE_WITHIN_MS = 2_000;
/** So many probes in a row have to fail, as Kubernetes has it: one that a busy machine delays says nothing. */
const FAILURE_THRESHOLD = 3;
/** They belong to one connection, and are not passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'te'];

/**
 * Plays a Service of Kubernetes and the ingress before it: one address, behind which only processes answer that are
 * ready.
 *
 * Requests go round over connections that are kept open, and each is sent once: one that a process refuses, cuts or
 * answers 5xx is the caller's error, and is counted.
 */
export class Balancer {
  private backends: readonly Backend[] = [];
  private turn = 0;
  private requests = 0;
  private readonly errors: string[] = [];
  private readonly answered: Record<string, number> = {};
  private probing: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(private readonly server: Server) {}

  static async listen(port: number): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server);
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => balancer.forward(incoming, outgoing));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    balancer.probing = balancer.probeOn();
    return balancer;
  }

  /** Gives an endpoint its share as soon as it is ready. */
  add(endpoint: Endpoint): void {
    this.backends = [...this.backends, { ...endpoint, agent: new Agent({ keepAlive: true }), ready: false, failures: 0 }];
  }

  /** Sends an endpoint nothing more, as Kubernetes does with a pod that is being ended. */
  leave(label: string): void {
    this.backends = this.backends.filter((backend) => backend.label !== label);
  }

  /** The labels of those that requests go to now. */
  get ready(): string[] {
    return this.backends.filter(({ ready }) => ready).map(({ label }) => label);
  }

  get traffic(): Traffic {
    return { requests: this.requests, errors: [...this.errors], byEndpoint: { ...this.answered } };
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.probing;
    for (const { agent } of this.backends) agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.requests += 1;
    const { method = 'GET', url: path = '/' } = incoming;
    const what = `${method} ${path.replace(/\?.*/, '')}`;
    const ready = this.backends.filter((backend) => backend.ready);
    const backend = ready[(this.turn += 1) % ready.length];
    if (!backend) return this.fail(outgoing, `${what}: no process is ready`);
    const { port, agent, label } = backend;
    const headers = forwarded(incoming.headers);
    const passed = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
      const { statusCode = 502 } = answer;
      this.answered[label] = (this.answered[label] ?? 0) + 1;
      if (statusCode >= 500) this.errors.push(`${what}: ${label} answered ${statusCode}`);
      outgoing.writeHead(statusCode, forwarded(answer.headers));
      answer.pipe(outgoing);
      answer.once('error', () => outgoing.destroy());
    });
    passed.once('error', (error: NodeJS.ErrnoException) => this.fail(outgoing, `${what}: ${label}: ${error.code ?? error.message}`));
    incoming.pipe(passed);
  }

  private fail(outgoing: ServerResponse, error: string): void {
    if (outgoing.destroyed) return; // whoever called has gone
    this.errors.push(error);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  }

  private async probeOn(): Promise<void> {
    while (!this.closed) {
      await Promise.all(this.backends.map(probe));
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
    }
  }
}

async function probe(backend: Backend): Promise<void> {
  const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
  const ok = await fetch(`http://127.0.0.1:${backend.port}/health/ready`, { signal }).then((answer) => answer.ok, () => false);
  backend.failures = ok ? 0 : backend.failures + 1;
  if (ok) backend.ready = true;
  else if (backend.failures >= FAILURE_THRESHOLD) backend.ready = false;
}

function forwarded(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}
