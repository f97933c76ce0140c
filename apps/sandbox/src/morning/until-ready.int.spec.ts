import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { untilReady } from './until-ready.js';

const servers: Server[] = [];

/** A service that is ready at its n-th answer. */
function readyAt(answer: number): Promise<string> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    response.writeHead(request.url === '/health/ready' && asked >= answer ? 200 : 503).end();
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

afterEach(() => servers.splice(0).forEach((server) => server.close()));

it('a morning waits for everybody, and tells each time for whom', async () => {
  const [first, second] = [await readyAt(2), await readyAt(3)];
  const told: string[] = [];
  await untilReady([first, second], (line) => told.push(line), 1);
  expect(told).toEqual([`waiting for ${first}, ${second}`, `waiting for ${second}`]);
});

it('a morning that waits for nobody begins', async () => {
  await untilReady([], () => expect.fail('nobody is waited for'));
});
