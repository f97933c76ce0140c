import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from '../stack/preflight.js';
import { Balancer, type Endpoint } from './balancer.js';

type Work = (request: IncomingMessage, answer: ServerResponse) => void;

describe('a balancer', () => {
  let balancer: Balancer;
  let url: string;
  let servers: Server[];
  let unready: Set<string>;

  beforeEach(async () => {
    const [port] = (await freePorts(1)) as [number];
    balancer = await Balancer.listen(port);
    url = `http://127.0.0.1:${port}/sales`;
    servers = [];
    unready = new Set();
  });

  afterEach(async () => {
    await balancer.close();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  /** A process that answers with its label, unless told otherwise. */
  async function started(label: string, work: Work = (_, answer) => void answer.end(label)): Promise<Endpoint> {
    const server = createServer((request, answer) => {
      if (request.url !== '/health/ready') return work(request, answer);
      answer.writeHead(unready.has(label) ? 503 : 200).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { label, port: (server.address() as AddressInfo).port };
  }

  async function joined(label: string, work?: Work): Promise<void> {
    balancer.add(await started(label, work));
    await eventually(`${label} is ready`, () => balancer.ready.includes(label));
  }

  const ask = async (): Promise<string> => (await fetch(url)).text();

  it('lets those that are ready answer in turn, and counts for whom', async () => {
    await joined('a');
    await joined('b');
    const answers = [await ask(), await ask(), await ask(), await ask()];
    expect(answers.sort()).toEqual(['a', 'a', 'b', 'b']);
    expect(balancer.traffic).toEqual({ requests: 4, errors: [], byEndpoint: { a: 2, b: 2 } });
  });

  it('sends nothing to one that is not ready yet, not any more, or has been taken out', async () => {
    unready.add('late');
    balancer.add(await started('late'));
    await joined('a');
    await joined('b');
    unready.add('b');
    await eventually('b is out', () => !balancer.ready.includes('b'));
    expect([await ask(), await ask(), await ask()]).toEqual(['a', 'a', 'a']);
    balancer.leave('a');
    expect((await fetch(url)).status).toBe(502);
    expect(balancer.traffic.errors).toEqual(['GET /sales: no process is ready']);
  });

  it('counts what is cut, and what is answered 5xx, as the caller’s error, and sends neither again', async () => {
    let asked = 0;
    await joined('cuts', (request) => {
      asked += 1;
      request.socket.destroy();
    });
    expect((await fetch(url)).status).toBe(502);
    balancer.leave('cuts');
    await joined('fails', (_, answer) => void answer.writeHead(503).end());
    expect((await fetch(url)).status).toBe(503);
    expect(balancer.traffic.errors).toEqual(['GET /sales: cuts: ECONNRESET', 'GET /sales: fails answered 503']);
    expect(asked).toBe(1);
  });
});
