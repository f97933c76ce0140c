import { describe, expect, it } from 'vitest';
import type { LyingRecord } from '../../topics/read-records.js';
import type { HeldRow, ServiceRows } from './facts.js';
import { checkOvertaking } from './overtaking.js';

const TOPIC = 'a.topic.v1';
const MINUTE = 60;

/** A record of the one key, or of another. */
function record(offset: number, told: Partial<LyingRecord> & { readonly id?: string; readonly type?: string } = {}): LyingRecord {
  const { id = `id-${offset}`, type = 'a.Type', ...others } = told;
  return { topic: TOPIC, partition: 3, offset: BigInt(offset), key: 'k', value: null, headers: { ce_id: id, ce_type: type }, ...others };
}

/** A message that later ones wait for: held at a second, and run at another where that is told. */
function held(offset: number, at: number, resolved?: number, told: Partial<HeldRow> = {}): HeldRow {
  const cause = { correlationId: 'c', detail: null };
  const times = { heldAt: second(at), resolvedAt: resolved === undefined ? null : second(resolved) };
  const state = resolved === undefined ? 'dead' : 'handled';
  return { topic: TOPIC, partition: 3, offset: BigInt(offset), key: 'k', blocks: true, state, ...cause, ...times, ...told };
}

/** What is found of a service that has entered ids in its inbox, each at a second. */
function found(records: readonly LyingRecord[], entered: Readonly<Record<string, number>>, rows: readonly HeldRow[] = []): string[] {
  const inbox = new Map(Object.entries(entered).map(([id, at]) => [id, second(at)]));
  const services = [{ service: 'erp-writer', inbox, held: rows } as unknown as ServiceRows];
  return checkOvertaking({ records, services }).map(({ code, detail }) => `${code}: ${detail}`);
}

function second(at: number): Date {
  return new Date(at * 1_000);
}

describe('the order in which messages of a key are taken', () => {
  it('is the one in which they lie; those of one transaction are taken at once', () => {
    expect(found([record(1), record(2), record(3)], { 'id-1': 1, 'id-2': 1, 'id-3': 2 })).toEqual([]);
  });

  it('is broken where one is taken before another that lies before it', () => {
    const taken = { 'id-1': 1, 'id-2': 5, 'id-3': 4 };
    expect(found([record(1), record(2), record(3)], taken)).toEqual(['taken-out-of-order: erp-writer took a.topic.v1/3 3 before 2 of the same key']);
  });

  it('is that of the first of each, where one lies there again', () => {
    expect(found([record(1), record(2), record(3, { id: 'id-1' }), record(4)], { 'id-1': 1, 'id-2': 2, 'id-4': 3 })).toEqual([]);
  });

  it('is another one for every key, and for every topic', () => {
    const others = [record(2, { key: 'another' }), record(1, { topic: 'another.topic.v1', id: 'id-3' })];
    expect(found([record(1), ...others], { 'id-1': 3, 'id-2': 2, 'id-3': 1 })).toEqual([]);
  });

  it('is not asked of what lies in two places, nor of dead letters', () => {
    const stranger = [record(1, { id: 'twice' }), record(2), record(9, { id: 'twice', partition: 4 })];
    expect(found(stranger, { twice: 9, 'id-2': 2 })).toEqual([]);
    const letter = [record(1), record(2), record(7, { id: 'id-1', topic: 'erp-writer.dlq.v1' })];
    expect(found(letter, { 'id-1': 2, 'id-2': 1 })).toHaveLength(1);
  });
});

describe('while a message is held', () => {
  const records = [record(1), record(2)];

  it.each([
    ['still', held(1, 1)],
    ['no longer, and was run since', held(1, 1, 10 * MINUTE)],
    ['no longer, and was discarded since', held(1, 1, 10 * MINUTE, { state: 'discarded' })],
  ])('each later one of its key is held, too; not so where it is held %s', (_how, first) => {
    expect(found(records, { 'id-1': 1, 'id-2': 5 }, [first])).toEqual([expect.stringContaining('held-overtaken: erp-writer took a.topic.v1/3 2 while 1')]);
    expect(found(records, { 'id-1': 1, 'id-2': 5 }, [first, held(2, 5, first.resolvedAt ? 11 * MINUTE : undefined)])).toEqual([]);
  });

  it('one that comes in the same transaction waits, too', () => {
    expect(found(records, { 'id-1': 1, 'id-2': 1 }, [held(1, 1, 10 * MINUTE)])).toHaveLength(1);
  });

  it('those of other keys go on, and those behind one that nobody waits for', () => {
    expect(found([record(1), record(2, { key: 'another' })], { 'id-1': 1, 'id-2': 5 }, [held(1, 1)])).toEqual([]);
    expect(found(records, { 'id-1': 1, 'id-2': 5 }, [held(1, 1, undefined, { blocks: false })])).toEqual([]);
  });

  it('what takes a command back goes on', () => {
    expect(found([record(1), record(2, { type: 'kervan.messaging.Withdraw' })], { 'id-1': 1, 'id-2': 5 }, [held(1, 1)])).toEqual([]);
  });

  it('it is no overtaking that it lies there again, nor that an earlier one does', () => {
    const again = [record(1), record(2), record(3, { id: 'id-1' }), record(4, { id: 'id-2' })];
    expect(found(again, { 'id-1': 1, 'id-2': 2 }, [held(2, 2)])).toEqual([]);
  });
});

describe('once a held message is run or discarded', () => {
  it('later ones are taken, also by a transaction that had begun a moment before', () => {
    const after = { 'id-1': 1, 'id-2': 10 * MINUTE + 1 };
    const begunBefore = { 'id-1': 1, 'id-2': 10 * MINUTE - 14 };
    for (const taken of [after, begunBefore]) expect(found([record(1), record(2)], taken, [held(1, 1, 10 * MINUTE)])).toEqual([]);
  });

  it('those held behind it are run in their order', () => {
    const taken = { 'id-1': 1, 'id-2': 2, 'id-3': 3 };
    const records = [record(1), record(2), record(3)];
    expect(found(records, taken, [held(1, 1, 20), held(2, 2, 21), held(3, 3, 21)])).toEqual([]);
    const ranBefore = [expect.stringContaining('held-overtaken: erp-writer ran a.topic.v1/3 3 before 2 of the same key')];
    expect(found(records, taken, [held(1, 1, 20), held(2, 2, 30), held(3, 3, 21)])).toEqual(ranBefore);
    expect(found(records, taken, [held(1, 1, 20), held(2, 2), held(3, 3, 21)])).toEqual(ranBefore);
  });

  it('they are discarded in any order, and run before one that nobody waits for', () => {
    const records = [record(1), record(2)];
    const taken = { 'id-1': 1, 'id-2': 2 };
    expect(found(records, taken, [held(1, 1), held(2, 2, 20, { state: 'discarded' })])).toEqual([]);
    expect(found(records, taken, [held(1, 1, undefined, { blocks: false }), held(2, 2, 20)])).toEqual([]);
  });
});
