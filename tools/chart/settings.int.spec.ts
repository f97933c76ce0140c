import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseConnection, kafkaConnection, registryConnection } from '@kervan/service-host';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checker, notInstalled } from '../checkers/checker.js';
import { checkout } from '../stack/checkout.js';
import { factsOfServices } from './facts.js';
import { installations } from './fixtures/installations.js';
import { layFiles } from './fixtures/mounted-files.js';
import { render } from './helm.js';
import { containersOf, podsOf, type Manifest } from './manifest.js';

type Environment = Record<string, string>;

/** What the image sets by itself. */
const image = { UBL_XSD_DIR: '/app/ubl' };

const has = checker('helm');
const names = Object.keys(factsOfServices);
const before = process.env;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-pod-'));
});
afterEach(() => {
  process.env = before;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The environment of the first container whose argument and name are these, with its files laid out in a folder. */
function environmentOf(manifests: readonly Manifest[], named: string, entry: string): Environment {
  const root = mkdtempSync(join(folder, `${named}-`));
  const pod = podsOf(manifests).find((it) => containersOf(it).some(({ args }) => args?.[0] === entry) && JSON.stringify(it.spec).includes(`"name":"${named}"`));
  const container = pod && containersOf(pod)[0];
  if (!container) throw new Error(`no container ${named} runs ${entry}`);
  layFiles(root, pod.spec, container, manifests);
  const settings = (container.env ?? []).map(({ name, value = '' }) => [name, value.replace(/^(?=\/(etc\/kervan|var\/lib)\/)/, root)]);
  return { ...image, ...(Object.fromEntries(settings) as Environment) };
}

describe.skipIf(!has).each(Object.entries(installations))(`every process accepts what the chart gives it (${has ? 'Helm' : notInstalled}): %s`, (_name, release) => {
  let manifests: Manifest[];
  beforeAll(() => {
    manifests = render(release);
  });

  it.each(names)('%s', async (name) => {
    const { readConfig } = (await import(join(checkout, 'apps', name, 'src/config.ts'))) as { readConfig: () => { serviceName: string } };
    process.env = environmentOf(manifests, name, 'main.js');
    expect(readConfig()).toMatchObject({ serviceName: name, host: '0.0.0.0', port: 8080 });
  });

  it.each(names)('the migration of %s', (name) => {
    const { url, password } = databaseConnection(environmentOf(manifests, `${name}-migrate`, 'migrate.js'));
    expect(new URL(url).username).toBe(`${name.replaceAll('-', '_')}_migrator`);
    expect(password?.current()).not.toBe('');
  });

  it('topics and schemas', () => {
    expect(kafkaConnection(environmentOf(manifests, 'setup-topics', 'topics.js')).brokers).not.toEqual([]);
    expect(registryConnection(environmentOf(manifests, 'setup-schemas', 'schemas.js')).url).toContain('/apis/ccompat/v7');
  });
});
