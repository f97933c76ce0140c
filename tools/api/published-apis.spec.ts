import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { catalogue, parseSchema } from '@kervan/contracts';
import { checkout } from '../stack/checkout.js';
import { asyncApiText, publishedApis } from './published-apis.js';

const folder = join(checkout, 'docs/api');
const TIMEOUT_MS = 120_000; // eight services are composed, and a schema of half a megabyte is compiled

interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly messages: object }>>;
  readonly components: { readonly messages: Readonly<Record<string, { readonly payload: { readonly schema: unknown } }>> };
}

describe('docs/api', () => {
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await publishedApis();
  }, TIMEOUT_MS);

  it('is in step with the services and the topics (else run `npm run api:generate`)', () => {
    expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
    const stale = [...files].filter(([name, text]) => readFileSync(join(folder, name), 'utf8') !== text).map(([name]) => name);
    expect(stale).toEqual([]);
  });

  it('describes operations of every service, each with its problems', () => {
    const apis = [...files].filter(([name]) => name.endsWith('.openapi.json'));
    expect(apis).toHaveLength(8);
    for (const [name, text] of apis) {
      const { openapi, paths } = JSON.parse(text) as { openapi: string; paths: Readonly<Record<string, object>> };
      expect(openapi, name).toMatch(/^3\./);
      expect(Object.keys(paths).length, name).toBeGreaterThan(5);
      expect(text, name).toContain('application/problem+json');
    }
  });
});

describe('the AsyncAPI description', () => {
  const document = parse(asyncApiText()) as AsyncApi;
  const parser = new Parser();

  it('is taken by the parser of AsyncAPI, without a remark', async () => {
    const { document: parsed, diagnostics } = await parser.parse(asyncApiText());
    expect(diagnostics).toEqual([]);
    expect(parsed?.channels().all().map((channel) => channel.id())).toEqual(catalogue.topics.map(({ name }) => name));
    expect(parsed?.operations().all().length).toBeGreaterThan(catalogue.topics.length);
  }, TIMEOUT_MS);

  it('would be refused by it with an operation that neither sends nor receives', async () => {
    const { document: parsed, diagnostics } = await parser.parse(stringify({ ...document, operations: { some: { action: 'shout' } } }));
    expect(parsed).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain('asyncapi-document-resolved');
  }, TIMEOUT_MS);

  it('has every topic with its records, and every payload is a schema that Avro takes', () => {
    expect(Object.keys(document.channels)).toEqual(catalogue.topics.map(({ name }) => name));
    for (const { name, records } of catalogue.topics) {
      expect(Object.keys(document.channels[name]!.messages)).toEqual(records.map(({ fullName }) => fullName));
    }
    for (const [name, { payload }] of Object.entries(document.components.messages)) {
      expect(parseSchema(JSON.stringify(payload.schema)).name).toBe(name);
    }
  });
});
