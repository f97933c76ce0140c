import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aloneEnvironment } from '@kervan/testing';
import { Controller, Get, Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceConfig } from '../config/service-config.js';
import { type RunningService, startService } from '../host/service-host.js';
import { createLogger } from '../log/logger.js';
import { Operator } from '../operator/operator.guard.js';

const KEY = 'operator-key-of-this-test';
const NEXT_KEY = 'the-next-operator-key-of-this-test';

@Controller('doors')
class DoorController {
  static opened = 0;

  @Get()
  list(): unknown {
    return [];
  }

  @Get('vault')
  @Operator()
  open(): unknown {
    DoorController.opened += 1;
    return {};
  }
}

@Module({ controllers: [DoorController] })
class DoorModule {}

describe('who may ask, and how much', () => {
  let service: RunningService;
  let log = '';

  afterEach(() => service.stop());

  async function start(settings: Record<string, string | undefined>): Promise<void> {
    DoorController.opened = 0;
    const config = serviceConfig({
      ...aloneEnvironment('doors'),
      OPERATOR_KEY: `${KEY}\n${NEXT_KEY}`,
      ...settings,
    });
    const logger = createLogger('doors', 'trace', { write: (line: string) => void (log += line) });
    service = await startService(DoorModule, config, { logger });
  }

  async function ask(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${service.url}${path}`, { headers });
    const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    return { status: response.status, code: body.code, body, headers: response.headers };
  }
  const vault = (key: string, headers: Record<string, string> = {}) =>
    ask('/doors/vault', { authorization: `Bearer ${key}`, ...headers });
  const statuses = async (times: number, send: () => Promise<{ status: number }>): Promise<number[]> => {
    const seen: number[] = [];
    for (let sent = 0; sent < times; sent += 1) seen.push((await send()).status);
    return seen;
  };

  describe('the operator keys', () => {
    let folder: string;
    let file: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'operator-keys-'));
      file = join(folder, 'keys');
    });
    afterEach(() => rm(folder, { recursive: true }));

    const taken = async (): Promise<number[]> => [(await vault(KEY)).status, (await vault(NEXT_KEY)).status];

    it('are exchanged by their file while the service runs, and for a time both are taken', async () => {
      await writeFile(file, `${KEY}\n`);
      await start({ OPERATOR_KEY: undefined, OPERATOR_KEY_FILE: file });
      expect(await taken()).toEqual([200, 401]);
      await writeFile(file, `${KEY}\n${NEXT_KEY}\n`);
      expect(await taken()).toEqual([200, 200]);
      await writeFile(file, `${NEXT_KEY}\n`);
      expect(await taken()).toEqual([401, 200]);
      await writeFile(file, 'short');
      expect(await taken(), 'a file that does not do').toEqual([401, 200]);
      expect(log).not.toMatch(/operator-key-of/);
    });
  });

  describe('a caller', () => {
    it('may send as many requests a minute as are allowed, is told how many are left, and then to wait', async () => {
      await start({ HTTP_REQUESTS_PER_MINUTE: '3' });
      const first = await vault(KEY);
      expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([
        '"caller";q=3;w=60',
        expect.stringMatching(/^"caller";r=2;t=(60|59)$/),
      ]);
      expect(await statuses(2, () => vault(KEY))).toEqual([200, 200]);
      const refused = await vault(KEY);
      expect(refused).toMatchObject({ status: 429, code: 'rate-limited', body: { recorded: 'nothing', retryable: true } });
      expect(refused.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=\d+$/);
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait > 0 && wait <= 60 && Number.isInteger(wait)).toBe(true);
      expect(DoorController.opened, 'the refused request has done nothing').toBe(3);
    });

    it('is not held to what another has sent', async () => {
      await start({ HTTP_REQUESTS_PER_MINUTE: '2' });
      expect(await statuses(3, () => vault(KEY))).toEqual([200, 200, 429]);
      expect(await statuses(3, () => vault(NEXT_KEY))).toEqual([200, 200, 429]);
    });

    it('is probed and measured without end', async () => {
      await start({ HTTP_REQUESTS_PER_MINUTE: '1', HTTP_REFUSALS_PER_MINUTE: '1' });
      expect(await statuses(5, () => ask('/health/live'))).toEqual([200, 200, 200, 200, 200]);
      expect(await statuses(3, () => ask('/metrics'))).not.toContain(429);
    });
  });

  describe('an address that sends keys that are not valid', () => {
    it('is told so, then to wait; a valid key behind it is taken all the same', async () => {
      await start({ HTTP_REFUSALS_PER_MINUTE: '3' });
      const wrong = (): ReturnType<typeof vault> => vault('an-operator-key-of-another');
      expect(await statuses(5, wrong)).toEqual([401, 401, 401, 429, 429]);
      const { code, headers } = await wrong();
      expect([code, Number(headers.get('retry-after')) > 0]).toEqual(['rate-limited', true]);
      expect((await vault(KEY)).status).toBe(200);
      expect(log).not.toMatch(/operator-key-of/);
    });

    it('is the one that a trusted proxy names', async () => {
      await start({ HTTP_REFUSALS_PER_MINUTE: '1', HTTP_TRUSTED_PROXIES: '127.0.0.0/8' });
      const wrong = (address: string) => (): ReturnType<typeof vault> => vault('wrong', { 'x-forwarded-for': address });
      expect(await statuses(2, wrong('203.0.113.7'))).toEqual([401, 429]);
      expect(await statuses(2, wrong('203.0.113.8'))).toEqual([401, 429]);
      expect(await statuses(1, wrong('198.51.100.1, 203.0.113.8')), 'a forged one does not help').toEqual([429]);
      expect(await statuses(2, wrong('2001:db8::1'))).toEqual([401, 429]);
      expect(await statuses(1, wrong('2001:db8::2')), 'a network of IPv6 is one client').toEqual([429]);
    });

    it('is not the one that a stranger names', async () => {
      await start({ HTTP_REFUSALS_PER_MINUTE: '1' });
      let last = 0;
      const wrong = (): ReturnType<typeof vault> => vault('wrong', { 'x-forwarded-for': `203.0.113.${(last += 1)}` });
      expect(await statuses(3, wrong)).toEqual([401, 429, 429]);
    });
  });

  describe('where addresses are listed', () => {
    it('only those are answered, whatever they ask for', async () => {
      await start({ HTTP_ALLOWED_ADDRESSES: '203.0.113.0/24' });
      for (const path of ['/doors', '/doors/vault', '/docs', '/openapi.json', '/problems', '/no-such-path']) {
        expect(await ask(path), path).toMatchObject({ status: 403, code: 'address-not-allowed', body: { recorded: 'nothing' } });
      }
      expect((await vault(KEY)).status, 'a valid key is no way in').toBe(403);
      expect((await ask('/doors', { 'x-forwarded-for': '203.0.113.7' })).status, 'nor is a forged header').toBe(403);
    });

    it('probes and metrics are answered to all', async () => {
      await start({ HTTP_ALLOWED_ADDRESSES: '203.0.113.0/24' });
      expect(await Promise.all(['live', 'ready', 'startup'].map((probe) => ask(`/health/${probe}`)))).toMatchObject([
        { status: 200 },
        { status: 200 },
        { status: 200 },
      ]);
      expect((await ask('/metrics')).status).not.toBe(403);
    });

    it('the address behind a trusted proxy counts', async () => {
      await start({ HTTP_ALLOWED_ADDRESSES: '203.0.113.0/24,2001:db8::/32', HTTP_TRUSTED_PROXIES: '127.0.0.1' });
      const via = async (forwarded: string): Promise<number> => (await ask('/doors', { 'x-forwarded-for': forwarded })).status;
      expect(await via('203.0.113.7')).toBe(200);
      expect(await via('2001:db8::1')).toBe(200);
      expect(await via('::ffff:203.0.113.7')).toBe(200);
      expect(await via('198.51.100.1')).toBe(403);
      expect(await via('203.0.113.7, 198.51.100.1'), 'forged before the proxy').toBe(403);
      expect(await via('unknown')).toBe(403);
      expect((await ask('/doors')).status, 'the proxy itself').toBe(403);
    });

    it('everybody is answered where none is listed', async () => {
      await start({});
      expect((await ask('/doors')).status).toBe(200);
    });
  });
});
