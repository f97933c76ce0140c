import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageNames } from '../image/images.js';
import { services as platform } from '../platform/services.js';
import { checkout } from '../stack/checkout.js';
import { composeFile } from '../stack/compose-stack.js';
import { writeComposeSecrets } from './write-secrets.js';

interface Service {
  readonly image: string;
  readonly build?: { readonly args: { readonly APP: string } };
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

const { services, secrets } = parse(readFileSync(composeFile, 'utf8'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  secrets: Readonly<Record<string, { readonly file: string }>>;
};
const all = Object.entries(services).map(([name, service]) => ({ name, ...service }));
const ours = all.filter(({ build }) => build !== undefined);

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-compose-'));
  await writeComposeSecrets(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A path of the file, where its secrets are in `folder`. */
const pathOf = (path: string): string => {
  const resolved = path.replace('${KERVAN_SECRETS:-../../.local/compose}', folder);
  return resolved.startsWith('.') ? join(checkout, 'deploy/compose', resolved) : resolved;
};

describe('the Compose file', () => {
  it('runs every service and the sandbox, from the image of that name, behind its profile', () => {
    expect([...new Set(ours.map(({ build }) => build?.args.APP))].sort()).toEqual([...imageNames].sort());
    for (const name of platform) expect(services[name]?.build?.args.APP).toBe(name);
    for (const { image, build, profiles, read_only: readOnly } of ours) {
      expect(image).toBe(`\${KERVAN_REGISTRY:-}kervan-${build?.args.APP}:\${KERVAN_VERSION:-0.1.0}`);
      expect([profiles, readOnly]).toEqual([['platform'], true]);
    }
  });

  it('publishes ports on loopback alone, each once', () => {
    const ports = all.flatMap(({ ports: published = [] }) => published);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\$\{KERVAN_[A-Z_]+_PORT:-\d{4}\}:\d+$/.test(port))).toEqual([]);
    const defaults = ports.map((port) => /:-(\d+)/.exec(port)?.[1]);
    expect(new Set(defaults).size).toBe(defaults.length);
  });

  it('gives secrets as files alone, and those that npm run compose:secrets makes', () => {
    const settings = ours.flatMap(({ environment = {} }) => Object.keys(environment));
    expect(settings.filter((name) => /(PASSWORD|KEY)$/.test(name))).toEqual([]);
    for (const { file } of Object.values(secrets)) expect(statSync(pathOf(file)).mode & 0o777).toBe(0o644);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const { name, environment = {}, secrets: given = [] } of ours) {
      const named = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);
      expect([name, ...named.filter((secret) => !given.includes(secret) || !secrets[secret])]).toEqual([name]);
    }
  });

  it('mounts files that are there, and waits for services that are there', () => {
    for (const { volumes = [], depends_on: awaited = {} } of all) {
      const mounted = volumes.map((volume) => pathOf(/^((?:\$\{[^}]*\})?[^:]*):/.exec(volume)?.[1] ?? volume));
      expect(mounted.filter((path) => path.startsWith('/') && !existsSync(path))).toEqual([]);
      expect(Object.keys(awaited).filter((name) => !(name in services))).toEqual([]);
    }
  });

  it('has Prometheus ask every service', () => {
    const { scrape_configs: jobs } = parse(readFileSync(join(checkout, 'deploy/compose/prometheus.yaml'), 'utf8')) as {
      scrape_configs: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
    };
    const asked = jobs.flatMap(({ static_configs: found }) => found.flatMap(({ targets }) => targets));
    expect(asked.sort()).toEqual(platform.filter((name) => name !== 'sandbox').map((name) => `${name}:8080`).sort());
  });
});
