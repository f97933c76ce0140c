import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkout } from '../stack/checkout.js';
import { factsOfServices } from './facts.js';
import { chart } from './helm.js';
import { chartReadme, rowsOf } from './readme.js';

interface Form {
  readonly properties: Readonly<Record<string, Form>>;
  readonly additionalProperties?: boolean;
}

const read = (path: string): string => readFileSync(join(checkout, path), 'utf8');
const schema = JSON.parse(read('helm/kervan/values.schema.json')) as Form;
const formOf = (service: string): Form => schema.properties['services']?.properties[service] as Form;
const names = Object.keys(factsOfServices);

/** Settings that the chart sets itself, or that only a sandbox or a development has. */
const notChosen = [
  /^(SERVICE_NAME|HOST|PORT|NODE_ENV)$/,
  /^(DATABASE|KAFKA|SCHEMA_REGISTRY)_(URL|BROKERS|TLS|SASL_USERNAME|USERNAME)$/,
  /_(KEY|KEYS|PASSWORD|FILE|DIR)$/,
  /^(SERVICE_URLS|(ERP|INTEGRATOR)_ALLOW_PLAIN_HTTP)$/,
];

/** The settings that a file reads through a schema: its keys in capitals. */
function settingsIn(path: string): string[] {
  const found = [...read(path).matchAll(/^ {2}(?<name>[A-Z][A-Z0-9_]+): /gm)].map(({ groups }) => groups?.['name'] ?? '');
  return found.filter((name) => !notChosen.some((pattern) => pattern.test(name)));
}

describe('what the chart knows of the services', () => {
  it('is of every service that the catalogue names', () => {
    const all = catalogue.topics.flatMap(({ consumers, producers }) => [...consumers, ...producers]);
    expect(names.toSorted()).toEqual([...new Set(all)].toSorted());
    expect(Object.keys(schema.properties['services']?.properties ?? {}).toSorted()).toEqual(names.toSorted());
    expect(Object.keys((parse(read('helm/kervan/values.yaml')) as { services: object }).services).toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('is the topics that %s reads', (name) => {
    const read = catalogue.topics.filter(({ consumers }) => consumers.includes(name)).map((topic) => topic.name);
    expect(factsOfServices[name]?.consumes.toSorted()).toEqual(read.toSorted());
  });

  it.each(names)('is every setting of %s that an installation chooses', (name) => {
    const shared = ['config/service-config', 'http/edge-policy'].flatMap((file) => settingsIn(`libs/service-host/src/${file}.ts`));
    const own = settingsIn(`apps/${name}/src/config.ts`);
    const offered = Object.keys(formOf(name).properties['settings']?.properties ?? {});
    expect(offered.toSorted()).toEqual([...new Set([...shared, ...own])].toSorted());
  });

  it('is every page of the console, by the paths of its router, beside what pages load', () => {
    const router = read('apps/console/web/src/router.tsx');
    const pages = [...router.matchAll(/(?:path: |at\()'(?<path>\/[^']*)'/g)].map(({ groups }) => groups?.['path'] ?? '');
    const pathTypeOf = (page: string): string => (pages.some((below) => below.startsWith(`${page}/`)) ? 'Prefix' : 'Exact');
    const paths = pages.filter((page) => !page.includes('$')).map((path) => ({ path, pathType: pathTypeOf(path) }));
    const loaded = ['/assets', '/v1', '/problems'].map((path) => ({ path, pathType: 'Prefix' }));
    const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : 1);
    expect(factsOfServices['console']?.ingress?.toSorted(byPath)).toEqual([...paths, ...loaded].toSorted(byPath));
  });

  it('is closed: no form takes a key that it does not know', () => {
    const open = (form: Form, path: string): string[] => {
      const inner = Object.entries(form.properties ?? {}).flatMap(([name, it]) => open(it, `${path}.${name}`));
      return 'properties' in form && form.additionalProperties !== false ? [path, ...inner] : inner;
    };
    expect(open(schema, 'values')).toEqual([]);
  });

  it.each(['shops', 'partners', 'bank-accounts', 'companies'])("is the sandbox's world: %s", (name) => {
    expect(JSON.parse(read(`helm/kervan/files/sandbox/${name}.json`))).toEqual(JSON.parse(read(`deploy/local/${name}.json`)));
  });

  it('is the version of the platform', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(parse(read('helm/kervan/Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });
});

describe('the page of the chart', () => {
  it('is in step with the values: npm run chart:readme writes it', () => {
    expect(readFileSync(join(chart, 'README.md'), 'utf8')).toBe(chartReadme());
  });

  it('takes the sentence above a value, and the value itself', () => {
    const yaml = "# A file.\n\nkafka:\n  # -- Where it is\n  brokers: ''\n  # no sentence\n  port: 1\n  # -- Whether\n  tls: { enabled: true }\n";
    expect(rowsOf(yaml)).toEqual([
      { path: 'kafka.brokers', value: '–', says: 'Where it is' },
      { path: 'kafka.tls', value: '`{ enabled: true }`', says: 'Whether' },
    ]);
  });
});
