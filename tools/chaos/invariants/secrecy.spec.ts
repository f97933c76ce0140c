import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { portCount, portsOf } from '../../platform/ports.js';
import { secretsOf } from '../../platform/secrets.js';
import { shopSecretsIn, writeShopSecrets } from '../../platform/shop-secrets.js';
import { metricsOf, secretsIn } from './secrecy.js';

type Answer = Pick<Response, 'ok' | 'text'>;

const ports = portsOf(Array.from({ length: portCount }, (_, index) => 9_000 + index));
const databaseUrls = new Map([['erp-writer', ''], ['console', '']] as const);

/** What is told of the metrics of two services that answer so, one after the other. */
function metricsFrom(...answers: (() => Promise<Answer>)[]): ReturnType<typeof metricsOf> {
  return metricsOf({ ports, databaseUrls }, () => answers.shift()?.() ?? Promise.reject(new Error('asked once more')));
}

const told = (text: string, ok = true) => () => Promise.resolve({ ok, text: () => Promise.resolve(text) });

it('the metrics of every service are looked at', async () => {
  const { lines, silent } = await metricsFrom(told('a 1'), told('b 2'));
  expect(lines.map(({ file, text }) => [file, text])).toEqual([['metrics of erp-writer', 'a 1'], ['metrics of console', 'b 2']]);
  expect(silent).toEqual([]);
});

it.each([
  ['does not answer', () => Promise.reject(new TypeError('fetch failed'))],
  ['answers an error', told('out of order', false)],
  ['breaks off', () => Promise.resolve({ ok: true, text: () => Promise.reject(new Error('terminated')) })],
  ['tells nothing', told('')],
])('one that %s has not been looked at', async (_how, console) => {
  expect((await metricsFrom(told('a 1'), console)).silent).toEqual(['console']);
});

it('the secrets of an installation are its own, the keys of its tills and what its shops sign with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    writeFileSync(join(folder, 'till-keys.json'), JSON.stringify([{ branch: '001', key: 'key of a till' }]));
    writeShopSecrets(folder);
    const ofShops = readdirSync(shopSecretsIn(folder)).map((name) => readFileSync(join(shopSecretsIn(folder), name), 'utf8'));
    expect(ofShops.filter((secret) => secret.startsWith('whsec_'))).toHaveLength(1);
    const bare = ofShops.map((secret) => secret.replace('whsec_', ''));
    expect(secretsIn({ folder }).toSorted()).toEqual([...Object.values(secretsOf(folder)), 'key of a till', ...bare].toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
