import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, consoleStage } from '../fixtures/console-stage.js';
import { WebFiles } from './web-files.js';

const SCRIPT = `${'console.log(1);'.repeat(99)}`;

describe('the pages', () => {
  let stage: ConsoleStage;
  let webDir: string;

  beforeAll(async () => {
    webDir = await mkdtemp(join(tmpdir(), 'console-web-'));
    await mkdir(join(webDir, 'assets'));
    await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Kervan</title>');
    await writeFile(join(webDir, 'assets/index-Bu2C.js'), SCRIPT);
    await writeFile(join(webDir, 'secret.txt'), 'not to be served');
    stage = await consoleStage({ webDir });
  });
  afterAll(async () => {
    await stage.close();
    await rm(webDir, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${stage.url}${path}`, { headers });

  it.each([
    '/', '/documents', '/documents/019aa5c1', '/attention', '/held', '/held/erp-writer/019aa5c1', '/quarantine', '/undecided',
    '/systems', '/audit',
  ])(
    'are at %s, without a key and asked for anew each time',
    async (path) => {
      const response = await get(path);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await response.text()).toContain('<title>Kervan</title>');
    },
  );

  it('may load their own files alone, and nothing written into them', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'; script-src 'self'; style-src 'self'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toMatch(/unsafe|http|\*|data:/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are not sent again where they have not changed', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    const again = await get('/', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get('/', { 'if-none-match': '"older"' })).status).toBe(200);
  });

  it('have assets that are kept for a year and packed where that is taken', async () => {
    const packed = await get('/assets/index-Bu2C.js');
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(packed.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.text()).toBe(SCRIPT);
    const plain = await get('/assets/index-Bu2C.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(SCRIPT);
  });

  it.each(['/assets/nothing.js', '/assets/..%2fsecret.txt', '/assets/..%2findex.html', '/secret.txt', '/package.json'])(
    'have nothing else beside them: %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it.each(['/nothing', '/documents/a/b', '/v1/nothing'])(
    'say to a browser that %s is none, and to anyone else by a problem',
    async (path) => {
      const shown = await get(path, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
      expect([shown.status, shown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(shown.headers.get('content-security-policy')).toContain(`default-src 'none'`);
      const told = await get(path);
      expect([told.status, told.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    },
  );

  it('must be built before the service starts', () => {
    expect(() => new WebFiles(join(webDir, 'nowhere'))).toThrow(/npm run console:build/);
  });
});
