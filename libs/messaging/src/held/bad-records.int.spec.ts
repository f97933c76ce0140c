import { createHash } from 'node:crypto';
import { eventually, readTopics, StockMoved } from '@kervan/testing';
import type { Message as KafkaMessage } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withNewField, withoutCount } from '../fixtures/other-releases.js';
import { headersOf, type Stage, stage } from '../consumer/fixtures/stage.js';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';

/** So much of it as compresses badly: an index takes no more than 2.7 kB. */
const LONG_KEY = Array.from({ length: 160 }, (_, at) => createHash('sha256').update(String(at)).digest('hex')).join('');
const NO_SUCH_SCHEMA = 2_000_000_000;

/** Bad in one way each: what is wrong, how a good record becomes it, and what an operator is told. */
const cases: readonly (readonly [string, (good: Good) => KafkaMessage, code: string, stage: string])[] = [
  ['without a value', (good) => ({ ...good, value: null }), 'empty-value', 'value'],
  ['with an empty value', (good) => ({ ...good, value: Buffer.alloc(0) }), 'empty-value', 'value'],
  ['of three bytes', (good) => ({ ...good, value: Buffer.from([0, 0, 0]) }), 'too-short', 'value'],
  ['with magic byte 1', (good) => ({ ...good, value: changed(good.value, 0, 1) }), 'wrong-magic-byte', 'value'],
  ['of an unknown schema id', (good) => ({ ...good, value: withSchema(good.value, NO_SUCH_SCHEMA) }), 'unknown-schema', 'schema'],
  ['of another record than its type says', (good) => ({ ...good, value: good.foreign }), 'foreign-schema', 'schema'],
  ['with bytes after its end', (good) => ({ ...good, value: Buffer.concat([good.value, Buffer.from([7])]) }), 'extra-bytes', 'value'],
  ['cut off', (good) => ({ ...good, value: good.value.subarray(0, 7) }), 'malformed-value', 'value'],
  ['of random bytes', (good) => ({ ...good, value: createHash('sha256').update('x').digest() }), 'wrong-magic-byte', 'value'],
  ['without a key', (good) => ({ ...good, key: null }), 'missing-key', 'headers'],
  ['without ce_id', (good) => lacking(good, 'ce_id'), 'missing-header', 'headers'],
  ['without ce_type', (good) => lacking(good, 'ce_type'), 'missing-header', 'headers'],
  ['without ce_correlationid', (good) => lacking(good, 'ce_correlationid'), 'missing-header', 'headers'],
  ['without any header', (good) => ({ ...good, headers: {} }), 'missing-header', 'headers'],
  ['with a header twice', (good) => ({ ...good, headers: { ...good.headers, ce_id: [newId(), newId()] } }), 'duplicate-header', 'headers'],
  ['of a type outside the catalogue', (good) => ({ ...good, headers: { ...good.headers, ce_type: 'kervan.test.Nothing' } }), 'unknown-record', 'headers'],
  ['with headers that every object knows', (good) => ({ ...good, value: null, headers: { ...good.headers, constructor: 'a', toString: ['a', 'b'] } }), 'empty-value', 'value'],
  ['with a key of 10 kB', (good) => ({ ...good, key: LONG_KEY }), 'wrong-key', 'value'],
  ['with NUL in its headers', (good) => ({ ...good, headers: { ...good.headers, ce_type: 'a\0b' } }), 'malformed-header', 'headers'],
];

interface Good {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
  readonly foreign: Buffer;
}

function changed(value: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(value);
  copy[at] = byte;
  return copy;
}

function withSchema(value: Buffer, id: number): Buffer {
  const copy = Buffer.from(value);
  copy.writeInt32BE(id, 1);
  return copy;
}

function lacking(good: Good, name: string): KafkaMessage {
  return { ...good, headers: Object.fromEntries(Object.entries(good.headers).filter(([header]) => header !== name)) };
}

describe('a record that is no message', () => {
  let world: Stage;

  beforeAll(async () => {
    world = await stage();
    await world.join();
  });

  afterAll(() => world.close());

  function goodOf(orderId: string): Good {
    const good = world.counted(orderId, 1) as Omit<Good, 'foreign'>;
    return { ...good, foreign: world.framed(StockMoved, { orderId }) };
  }

  it.each(cases)('%s is held dead with its cause, and its partition goes on', async (name, make, code, stageName) => {
    const order = `order ${name}`;
    const bad = { ...make(goodOf(order)), partition: laneOf(order) };
    const neighbour = `${order} neighbour`;
    await world.write(world.topics.events, bad, { ...world.counted(neighbour, 2), partition: laneOf(order) });

    await eventually('the neighbour in its partition is handled', async () =>
      (await world.effects()).some(({ orderId }) => orderId === neighbour),
    );
    const [held] = (await world.held.list({}, { limit: 1 })).items;

    expect(held).toMatchObject({ state: 'dead', cause: { code, stage: stageName }, topic: world.topics.events });
    expect(held!.correlationId).not.toBe('');
    expect(held!.correlationMade).toBe(name === 'without ce_correlationid' || name === 'without any header');
    expect(await world.held.get(held!.id)).toMatchObject({ data: null });
    expect((await world.effects()).filter(({ orderId }) => orderId === order)).toEqual([]);
  });

  it('of a megabyte is held with all its bytes, and copied without them, since the copy would be too big', async () => {
    const letters = await readTopics(world.topics.deadLetters);
    const good = goodOf('megabyte');
    const value = Buffer.concat([good.value, Buffer.alloc(1_040_000)]);
    await world.write(world.topics.events, { ...good, value }, { ...world.counted('after it', 2), partition: laneOf(good.key) });
    await eventually('the next one of its partition is handled', async () =>
      (await world.effects()).some(({ orderId }) => orderId === 'after it'),
    );
    const letter = await eventually('it is copied', () => letters.records.find(({ key }) => key === good.key));
    await letters.stop();
    expect(letter.value).toBeNull();
    expect(letter.headers).toMatchObject({ kervan_reason: 'extra-bytes', kervan_value_bytes: String(value.length) });
    const { ce_id, ce_type, ce_source } = good.headers;
    expect(letter.headers, 'its writer knows it').toMatchObject({ ce_id, ce_type, ce_source });
    const kept = await world.sql('SELECT length(value) AS bytes, state FROM held_message WHERE key = $1', [Buffer.from(good.key)]);
    expect(kept).toEqual([{ bytes: value.length, state: 'dead' }]);
  });

  it('of a later release that this one cannot read is held dead, until a release that can redrives it', async () => {
    const value = (await withoutCount()).framed({ orderId: 'later', countedBy: 'Ayşe' });
    await world.write(world.topics.events, { ...goodOf('later'), value });
    const held = await eventually('it is held', async () => (await world.held.list({ key: 'later' }, { limit: 1 })).items[0]);
    expect(held).toMatchObject({ state: 'dead', cause: { code: 'incompatible-schema', stage: 'schema' } });
  });

  it('of a later release that this one can read is no bad record: what it does not know it passes over', async () => {
    const value = (await withNewField()).framed({ orderId: 'newer', count: 7, countedBy: 'Ayşe', shelf: '7' });
    await world.write(world.topics.events, { ...goodOf('newer'), value });
    const effect = await eventually('it is handled', async () =>
      (await world.effects()).find(({ orderId }) => orderId === 'newer'),
    );
    expect(effect.count).toBe(7);
  });

  it('of a type that has no handler here is no bad record: it is skipped', async () => {
    const headers = headersOf(StockMoved, newId());
    const value = world.framed(StockMoved, { orderId: 'moved' });
    await world.write(world.topics.events, { key: 'moved', value, headers }, world.counted('moved', 3));
    await eventually('the next of its key is handled', async () =>
      (await world.effects()).some(({ orderId }) => orderId === 'moved'),
    );
    expect((await world.held.list({ key: 'moved' }, { limit: 1 })).items).toEqual([]);
  });

  it('shows a good one to operators with personal fields masked', async () => {
    await world.sql('DROP TABLE effect');
    await world.write(world.topics.events, world.counted('masked', 4));
    const held = await eventually('it is held', async () => (await world.held.list({ key: 'masked' }, { limit: 1 })).items[0]);
    expect(held).toMatchObject({ state: 'dead', cause: { code: 'query-refused', detail: 'SQLSTATE 42P01' } });
    expect((await world.held.get(held.id)).data).toEqual({ orderId: 'masked', count: 4, countedBy: '***' });
  });
});
