import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually, freshDatabase, OPERATOR_KEY, testStack, type FreshDatabase } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { freePorts } from '../stack/preflight.js';
import { compile } from './compile.js';
import { imageNames, imageOf } from './images.js';
import { needsOf } from './needs.js';
import type { Lock } from './package-closure.js';
import { writeTree, type Tree } from './write-tree.js';

/** Three processes are started in turn, each from ten thousand files, while other tests run. */
const PATIENCE = { withinMs: 120_000 };

type Settings = Readonly<Record<string, string>>;

let outside: string;
let service: Tree;
let setup: Tree;
let database: FreshDatabase;
let settings: Settings;
let url: string;

/** Starts an entry from its tree alone: there, and with no environment but its settings. */
function start({ folder }: Tree, entry: string) {
  const child = spawn(process.execPath, ['--enable-source-maps', entry], { cwd: folder, env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = Promise.all([text(child.stdout), text(child.stderr)]).then((parts) => parts.join(''));
  const ended = (once(child, 'exit') as Promise<[number | null]>).then(async ([code]) => ({ code, output: await output }));
  return { child, ended };
}

const run = (tree: Tree, entry: string) => start(tree, entry).ended;

const filesOf = (folder: string): string[] => readdirSync(folder, { recursive: true }) as string[];

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'kervan image '));
  await compile();
  service = await writeTree('pos-ingest', join(outside, 'pos-ingest'));
  setup = await writeTree('setup', join(outside, 'setup'));
  database = await freshDatabase();
  const [port] = (await freePorts(1)) as [number];
  url = `http://127.0.0.1:${port}`;
  const keys = join(outside, 'keys.json');
  writeFileSync(keys, JSON.stringify([{ keyHash: '0'.repeat(64), company: 'anadolu', mode: 'live', branch: '012' }]));
  const { kafkaBrokers, schemaRegistryUrl } = testStack();
  settings = {
    SERVICE_NAME: 'pos-ingest',
    PORT: String(port),
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    OPERATOR_KEY,
    POS_API_KEYS_FILE: keys,
  };
}, 300_000);

afterAll(async () => {
  await database?.drop();
  rmSync(outside, { recursive: true, force: true });
});

describe('the trees of images', () => {
  it('make topics and schemas known, migrate, serve and stop, all by themselves', async () => {
    for (const [tree, entry] of [[setup, 'topics.js'], [setup, 'schemas.js'], [service, 'migrate.js']] as const) {
      expect(await run(tree, entry)).toMatchObject({ code: 0 });
    }
    const { child, ended } = start(service, 'main.js');
    const ready = eventually('the service is ready', async () => (await fetch(`${url}/health/ready`)).ok, PATIENCE);
    await Promise.race([ready, ended.then(({ output }) => expect.fail(`the service has ended: ${output}`))]);
    const sales = await fetch(`${url}/admin/sales`, { headers: { authorization: `Bearer ${OPERATOR_KEY}` } });
    expect([sales.status, await sales.json()]).toEqual([200, { items: [] }]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics, 'nobody preloads the telemetry, and yet requests are measured').toMatch(/^http_server_/m);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  }, 240_000);

  it('hold no source, and nothing that only development needs', () => {
    const { packages: lock } = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')) as { packages: Lock };
    for (const { folder } of [service, setup]) {
      const files = filesOf(folder);
      expect(files.filter((file) => /\.(ts|tsx|mts|cts)$/.test(file))).toEqual([]);
      expect(files.filter((file) => /(^|@kervan\/[^/]+\/)(apps|tools|src)\/.*(\.spec\.|fixtures)/.test(file))).toEqual([]);
      const installed = files.filter((file) => /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+$/.test(file));
      expect(installed.length).toBeGreaterThan(100);
      expect(installed.filter((path) => lock[path]?.dev ?? lock[path]?.devOptional)).toEqual([]);
    }
    expect(existsSync(join(service.folder, 'node_modules/@kervan/outbound'))).toBe(false);
  });

  it('refuse to start where kafkajs lacks its patches', async () => {
    const unpatch = ['apply', '--reverse', join(checkout, 'patches/kafkajs+2.2.4.patch')];
    expect(spawnSync('git', unpatch, { cwd: service.folder, encoding: 'utf8', env: { ...process.env, GIT_CEILING_DIRECTORIES: outside } })).toMatchObject({ status: 0, stderr: '' });
    const { code, output } = await run(service, 'main.js');
    expect(output).toContain('is not patched');
    expect(code).toBe(1);
  });
});

it.each(imageNames)('whatever %s imports is compiled, and installed for production', (name) => {
  const { files, packages } = needsOf(imageOf(name));
  expect([...files.values(), ...packages.values()].filter((path) => !existsSync(path))).toEqual([]);
});

describe('a tree is refused', () => {
  it('for an image that there is not', async () => {
    await expect(writeTree('tills', join(outside, 'tills'))).rejects.toThrow(`There is no image “tills”: there are ${imageNames.join(', ')}.`);
  });

  it('in a folder that holds anything else', async () => {
    const kept = mkdtempSync(join(outside, 'kept-'));
    writeFileSync(join(kept, 'letter.txt'), 'dear');
    await expect(writeTree('setup', kept)).rejects.toThrow(`${kept} is not empty and no tree of an image: name another folder.`);
    expect(filesOf(kept)).toEqual(['letter.txt']);
  });

  it('above the budget, and what was there stays', async () => {
    const before = filesOf(setup.folder).length;
    await expect(writeTree('setup', setup.folder, 1_000_000)).rejects.toThrow(/^The tree of setup has \d+\.\d MB, and may have 1\.0 MB\.$/);
    expect(filesOf(setup.folder)).toHaveLength(before);
  });
});
