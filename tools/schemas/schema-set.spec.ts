import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRelease, readHistory } from './history.js';
import { readSchemaSet, selfContained } from './schema-set.js';
import type { NamedSchema } from './avro.js';

const topic = {
  kind: 'events',
  key: 'orderId',
  partitions: 12,
  retentionDays: 28,
  records: ['kervan.test.Placed'],
  producers: [],
  consumers: ['reader'],
};
const id = { name: 'orderId', type: 'string' };
const record = (name: string, ...fields: readonly object[]) =>
  ({ type: 'record', name, namespace: 'kervan.test', fields }) as unknown as NamedSchema;

describe('a schemas folder', () => {
  let folder: string;
  const write = (path: string, content: object) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'schemas-'));
    write('test/Placed.avsc', record('Placed', id));
    write('topics.yaml', { 'test.order.events.v1': topic });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read with its records and topics', () => {
    const { named, topics } = readSchemaSet(folder);
    expect([...named.keys()]).toEqual(['kervan.test.Placed']);
    expect(topics).toEqual([{ ...topic, name: 'test.order.events.v1' }]);
  });

  it('refuses a file whose name is not that of its record', () => {
    write('test/Order.avsc', record('Placed', id));
    expect(() => readSchemaSet(folder)).toThrow('test/Order.avsc holds kervan.test.Placed');
  });

  it('refuses two records that share a simple name', () => {
    write('other/Placed.avsc', { ...record('Placed', id), namespace: 'kervan.other' });
    expect(() => readSchemaSet(folder)).toThrow('share the name Placed');
  });

  it('refuses a topic that carries an unknown record, or is not named after its kind', () => {
    write('topics.yaml', { 'test.order.events.v1': { ...topic, records: ['kervan.test.Unheard'] } });
    expect(() => readSchemaSet(folder)).toThrow('carries kervan.test.Unheard');
    write('topics.yaml', { 'test.order.commands.v1': topic });
    expect(() => readSchemaSet(folder)).toThrow('is not named <domain>.<entity>.events.v<major>');
  });

  it('keeps releases in order, and never writes one twice', () => {
    const schema = record('Placed', id);
    for (let version = 1; version <= 10; version++) addRelease(folder, 'kervan.test.Placed', { version, schema });
    expect(readHistory(folder).get('kervan.test.Placed')?.map(({ version }) => version)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(() => addRelease(folder, 'kervan.test.Placed', { version: 3, schema })).toThrow('EEXIST');
  });

  it('refuses a history with a gap', () => {
    addRelease(folder, 'kervan.test.Placed', { version: 2, schema: record('Placed', id) });
    expect(() => readHistory(folder)).toThrow('has no 1.avsc');
  });
});

describe('a self-contained schema', () => {
  const leaves = ['null', { type: 'array', items: 'kervan.test.Leaf' }];
  const named = new Map([
    ['kervan.test.Pair', record('Pair', { name: 'one', type: 'kervan.test.Leaf' }, { name: 'more', type: leaves })],
    ['kervan.test.Leaf', record('Leaf', id)],
    ['kervan.test.Broken', record('Broken', { name: 'what', type: 'kervan.test.Gone' })],
  ]);

  it('writes a shared type out where it is first used, and names it afterwards', () => {
    expect(selfContained('kervan.test.Pair', { named }).fields?.map(({ type }) => type)).toEqual([
      record('Leaf', id),
      leaves,
    ]);
  });

  it('is refused when it refers to a name without a file', () => {
    expect(() => selfContained('kervan.test.Broken', { named })).toThrow('kervan.test.Gone, which has no file');
  });
});
