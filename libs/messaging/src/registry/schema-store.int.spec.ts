import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RecordType, recordType } from '@kervan/contracts';
import { StockCounted, StockMoved, testStack } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { RegistryClient } from './registry-client.js';
import { RegistryUnavailable } from './registry-unavailable.js';
import { SchemaNotRegistered, SchemaStore } from './schema-store.js';

const nowhere = new RegistryClient({ url: 'http://127.0.0.1:9/apis/ccompat/v7' });
const records = [StockCounted, StockMoved] as RecordType<unknown>[];

let messaging: TestMessaging;
let registry: RegistryClient;

beforeAll(async () => {
  messaging = await testMessaging();
  registry = new RegistryClient({ url: testStack().schemaRegistryUrl });
});

afterAll(() => messaging.close());

beforeEach(() => messaging.pool.query('TRUNCATE registered_schema'));

describe('a start', () => {
  it('needs the registry once, and never again for the same schemas', async () => {
    await expect(new SchemaStore(messaging.pool, nowhere).start(records)).rejects.toThrow(RegistryUnavailable);
    const first = new SchemaStore(messaging.pool, registry);
    await first.start(records);
    const second = new SchemaStore(messaging.pool, nowhere);
    await second.start(records);
    expect(second.idOf(records[0]!)).toBe(first.idOf(records[0]!));
  });

  it('is refused when a schema of this release is not registered', async () => {
    const schema = StockCounted.schema.replace('"StockCounted"', '"NeverRegistered"');
    const record = recordType({ fullName: 'kervan.test.NeverRegistered', kind: 'event', topics: [], schema });
    const store = new SchemaStore(messaging.pool, registry);
    await expect(store.start([record])).rejects.toThrow(SchemaNotRegistered);
  });
});

describe('what is read', () => {
  it('is known from the start, so that its messages need no registry', async () => {
    const [written, read] = records as [RecordType<unknown>, RecordType<unknown>];
    const store = new SchemaStore(messaging.pool, registry);
    await store.start([written], [read]);
    expect(store.isSettled((await registry.idOf(read))!)).toBe(true);
  });

  it('holds up no start: it is asked for when it comes', async () => {
    const [written, read] = records as [RecordType<unknown>, RecordType<unknown>];
    await new SchemaStore(messaging.pool, registry).start([written]);
    const store = new SchemaStore(messaging.pool, nowhere);
    await store.start([written], [read]);
    const id = (await registry.idOf(read))!;
    expect(store.isSettled(id)).toBe(false);
  });

  it('may be of another release, which the registry has not heard of', async () => {
    const schema = StockCounted.schema.replace('"StockCounted"', '"OfTheNextRelease"');
    const record = recordType({ fullName: 'kervan.test.OfTheNextRelease', kind: 'event', topics: [], schema });
    const store = new SchemaStore(messaging.pool, registry);
    await store.start([], [record, records[0]!]);
    expect(store.idOf(records[0]!)).toBe(await registry.idOf(records[0]!));
  });
});

describe('a schema id that comes with a record', () => {
  it('is asked about once, and known to every later start', async () => {
    const id = (await registry.idOf(records[0]!))!;
    const store = new SchemaStore(messaging.pool, registry);
    expect(store.isSettled(id)).toBe(false);
    await store.learn([id]);
    expect(store.writerOf(id)?.name).toBe(StockCounted.fullName);
    const later = new SchemaStore(messaging.pool, nowhere);
    await later.start([]);
    expect(later.writerOf(id)?.name).toBe(StockCounted.fullName);
  });

  it('that the registry does not have is settled as unknown', async () => {
    const store = new SchemaStore(messaging.pool, registry);
    await store.learn([2_000_000_000]);
    expect(store.isSettled(2_000_000_000)).toBe(true);
    expect(store.writerOf(2_000_000_000)).toBeUndefined();
  });

  it.each([
    ['a JSON Schema', 'JSON', '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}'],
    ['a JSON Schema with a format', 'JSON', '{"type":"object","properties":{"day":{"type":"string","format":"date"}}}'],
    ['a Protobuf file of an enum', 'PROTOBUF', 'syntax = "proto3"; enum Kind { NONE = 0; }'],
  ])('that stands for %s is settled as unknown, since no record of ours is under it', async (_, schemaType, schema) => {
    const subject = `kervan.test.${schemaType}-${randomUUID()}`;
    const response = await fetch(`${testStack().schemaRegistryUrl}/subjects/${subject}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schemaType, schema }),
    });
    const { id } = (await response.json()) as { readonly id: number };
    const store = new SchemaStore(messaging.pool, registry);
    await store.learn([id]);
    expect(store.isSettled(id)).toBe(true);
    expect(store.writerOf(id)).toBeUndefined();
  });

  it('is not settled by a page that a proxy answers with', async () => {
    const proxy = createServer((_, response) => response.end('<h1>Sign in</h1>'));
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = proxy.address() as AddressInfo;
      const store = new SchemaStore(messaging.pool, new RegistryClient({ url: `http://127.0.0.1:${port}` }));
      await expect(store.learn([2_000_000_002])).rejects.toThrow(RegistryUnavailable);
    } finally {
      proxy.close();
    }
  });

  it('is not settled by an outage: nobody may call the record bad for it', async () => {
    const store = new SchemaStore(messaging.pool, nowhere);
    await expect(store.learn([2_000_000_001])).rejects.toThrow(RegistryUnavailable);
    expect(store.isSettled(2_000_000_001)).toBe(false);
  });
});
