import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerAnswers } from './docker-daemon.js';
import { Refusal } from './refusal.js';
import { chooseStack, requireSameStack } from './stack-kind.js';

let folder: string;
let socket: string;
let daemon: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-docker-'));
  socket = join(folder, 'docker.sock');
});
afterEach(async () => {
  daemon?.closeAllConnections();
  await new Promise((resolve) => (daemon ? daemon.close(resolve) : resolve(undefined)));
  daemon = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Something that listens where a Docker daemon would. */
async function listening(listener: RequestListener, place: string | number = socket): Promise<void> {
  const server = createServer(listener);
  daemon = server;
  await new Promise<void>((resolve) => server.listen(typeof place === 'string' ? { path: place } : { port: place, host: '127.0.0.1' }, resolve));
}

const choose = (env: Readonly<Record<string, string>> = {}) => chooseStack(env, () => dockerAnswers(`unix://${socket}`));

const aDaemon: RequestListener = ({ url }, answer) => void answer.writeHead(url === '/_ping' ? 200 : 404).end('OK');

describe('the stack is', () => {
  it('in containers where a Docker daemon answers', async () => {
    await listening(aDaemon);
    expect(await choose()).toBe('docker');
    expect(await choose({ KERVAN_STACK: 'docker' })).toBe('docker');
  });

  it('native where none does', async () => {
    expect(await choose()).toBe('native');
  });

  it('native where that is wanted, daemon or not', async () => {
    await listening(aDaemon);
    expect(await choose({ KERVAN_STACK: 'native' })).toBe('native');
  });

  it('the given one, whatever else there is', async () => {
    await listening(aDaemon);
    const given = { KAFKA_BROKERS: 'kafka:9092', SCHEMA_REGISTRY_URL: 'http://registry', DATABASE_URL: 'postgres://db' };
    expect(await choose(given)).toBe('given');
    expect(await choose({ ...given, KERVAN_STACK: 'native' })).toBe('given');
    expect(await choose({ KAFKA_BROKERS: 'kafka:9092' })).toBe('docker');
  });

  it('refused where Docker is wanted and does not answer, or something unknown is wanted', async () => {
    await expect(choose({ KERVAN_STACK: 'docker' })).rejects.toThrow(
      new Refusal('KERVAN_STACK is docker, but no Docker daemon answers: start it, or set KERVAN_STACK=native.'),
    );
    await expect(choose({ KERVAN_STACK: 'podman' })).rejects.toThrow(new Refusal('KERVAN_STACK must be native or docker, and is “podman”.'));
  });
});

describe('a kept state', () => {
  const given = { KAFKA_BROKERS: 'kafka:9092', SCHEMA_REGISTRY_URL: 'http://registry', DATABASE_URL: 'postgres://ada:secret@db:5432/postgres' };

  it('goes on with the stack that it was made with', () => {
    requireSameStack(folder, 'native', {});
    requireSameStack(folder, 'native', {});
  });

  it('is refused with a stack of another kind, since neither has what the other recorded', () => {
    requireSameStack(folder, 'native', {});
    expect(() => requireSameStack(folder, 'docker', {})).toThrow(
      new Refusal(
        `The state in ${folder} was made with the native stack, and this start would use the docker stack: set KERVAN_STACK=native, or begin anew with npm run reset.`,
      ),
    );
  });

  it('is refused with a given stack elsewhere, and keeps no password', () => {
    requireSameStack(folder, 'given', given);
    requireSameStack(folder, 'given', { ...given, DATABASE_URL: 'postgres://ada:changed@db:5432/postgres' });
    expect(() => requireSameStack(folder, 'given', { ...given, DATABASE_URL: 'postgres://ada:secret@other:5432/postgres' })).toThrow(
      'was made with the given stack at kafka:9092 and db:5432, and this start would use the given stack at kafka:9092 and other:5432: name that one in',
    );
    expect(readFileSync(join(folder, 'stack.json'), 'utf8')).not.toContain('secret');
  });
});

describe('a Docker daemon', () => {
  it('answers by TCP, too', async () => {
    await listening(aDaemon, 0);
    const { port } = daemon?.address() as { port: number };
    expect(await dockerAnswers(`tcp://127.0.0.1:${port}`)).toBe(true);
  });

  it.each<[string, RequestListener]>([
    ['that is out of order', (_, answer) => void answer.writeHead(503).end()],
    ['that hangs up', ({ socket: connection }) => void connection.destroy()],
    ['that never answers', () => undefined],
  ])('%s does not count', async (_, listener) => {
    await listening(listener);
    expect(await dockerAnswers(`unix://${socket}`)).toBe(false);
  });

  it.each(['ssh://somewhere', 'nonsense', ''])('at “%s” cannot be asked', async (host) => {
    expect(await dockerAnswers(host === '' ? `unix://${socket}` : host)).toBe(false);
  });
});
