import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runningSandboxUrl } from './running-sandbox.js';

describe('where the sandbox is reached', () => {
  let checkout: string;

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
    mkdirSync(join(checkout, '.local'));
  });

  afterEach(() => rmSync(checkout, { recursive: true }));

  const tell = (text: string): void => writeFileSync(join(checkout, '.local/running.json'), text);

  it('is the port that the running installation has told', () => {
    tell(JSON.stringify({ launcher: {}, ports: { sandbox: 45_100, posIngest: 45_101 } }));
    expect(runningSandboxUrl(checkout)).toBe('http://127.0.0.1:45100');
  });

  it('is what SANDBOX_URL names, whatever runs', () => {
    tell(JSON.stringify({ ports: { sandbox: 45_100 } }));
    expect(runningSandboxUrl(checkout, 'http://127.0.0.1:9')).toBe('http://127.0.0.1:9');
  });

  it.each(['', '{"launcher":{}}', 'half a fi'])('is the usual port where nothing is told (%j)', (text) => {
    if (text) tell(text);
    expect(runningSandboxUrl(checkout)).toBe('http://127.0.0.1:4100');
  });
});
