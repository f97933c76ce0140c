import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { callAtOnce } from './callers.js';

const CALLERS = 40;
const program = `const server = require('node:http').createServer((request, response) => response.end('live'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

let server: ChildProcess;

afterEach(() => server.kill());

/** A service that may have so many handles; its port. */
async function served(handles: number): Promise<number> {
  server = spawn('sh', ['-c', `ulimit -n ${handles} && exec '${process.execPath}' -e "$0"`, program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return Number(port.toString());
}

it('callers of a service that has handles enough are all answered, and held', async () => {
  const port = await served(200);
  expect(await callAtOnce(port, CALLERS, 1_000)).toEqual({ answered: CALLERS, refused: 0 });
});

it('of a service without handles some are answered and the others refused; it lives, and has room again afterwards', async () => {
  const port = await served(40);
  const { answered, refused } = await callAtOnce(port, CALLERS, 1_000);
  expect(refused).toBeGreaterThan(0);
  expect(answered + refused).toBe(CALLERS);
  expect(server.exitCode).toBeNull();
  await expect.poll(() => callAtOnce(port, 2, 500), { timeout: 10_000 }).toEqual({ answered: 2, refused: 0 });
});
