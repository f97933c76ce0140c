import { paging } from '@kervan/service-host';
import { StockCounted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { newId } from '../message/ids.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { HeldMessages, type HeldMessagesParts } from './held-messages.js';

const actor = { by: 'ada', reason: 'the shelf was built' };
const id = newId();
const at = new Date(0);
const row = {
  id, state: 'dead', type: StockCounted.fullName, topic: 't', partition: 0, seq: '7', key: Buffer.from('a'), cause_code: null, edited: true,
  recorded_at: at, held_at: at, due_at: at, resolved_at: null, headers: [], value: Buffer.from('x'), original_value: Buffer.from('y'),
};

/** One held message, and the statements of the transactions about it. */
function oneHeld(parts: Partial<HeldMessagesParts>) {
  const statements: string[] = [];
  const query = async (sql: string): Promise<unknown[]> => (sql.includes('h.original_value') && sql.includes('h.id = $1') ? [row] : []);
  const transaction = { query: (sql: string) => (statements.push(sql), query(sql)) } as unknown as DatabaseTransaction;
  const held = new HeldMessages({
    consumer: 'test',
    db: { query },
    transactions: { run: (work: (db: DatabaseTransaction) => Promise<unknown>) => work(transaction) },
    audit: { record: async () => undefined, recordAll: async () => undefined, of: async () => [] },
    ...parts,
  } as unknown as HeldMessagesParts);
  return { held, statements };
}

describe('a held message of which the registry is asked and stays silent', () => {
  const silent = { prepare: () => new Promise<void>(() => undefined), decode: () => undefined as never };

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each<[string, (held: HeldMessages) => Promise<unknown>]>([
    ['is shown', (held) => held.get(id)],
    ['is redriven', (held) => held.redrive(id, actor)],
  ])('%s within a second, without its content', async (_, ask) => {
    let answer: unknown;
    void ask(oneHeld({ decoder: silent }).held).then((told) => (answer = told));
    await vi.advanceTimersByTimeAsync(1_000);
    const unknown = { data: null, unreadable: 'registry-unavailable', valueBytes: 1 };
    expect(answer).toMatchObject({ id, ...unknown, original: unknown });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a message that somebody waits for', () => {
  const decoder = { prepare: () => undefined, decode: () => ({ id, type: { mask: () => null } }) as never };
  const lockedFirst = async (record: Pick<typeof StockCounted, 'fullName'>): Promise<boolean[]> => {
    const discardNotice = { record, give: async () => undefined } as unknown as NonNullable<HeldMessagesParts['discardNotice']>;
    const { held, statements } = oneHeld({ decoder, discardNotice });
    await held.discard(id, actor);
    return statements.slice(0, 2).map((sql) => sql.includes('pg_advisory_xact_lock'));
  };

  it('is discarded by one at a time of its record and key, who holds no row while he waits', async () => {
    expect(await lockedFirst(StockCounted)).toEqual([true, false]);
    expect(await lockedFirst({ fullName: 'another.Record' })).toEqual([false, false]);
  });
});

describe('a page of held messages', () => {
  it('leads to the next by when its last was held, to the microsecond, and its id: that one may be gone by then', async () => {
    const heldAtMicros = '1970-01-01T00:00:00.000123Z';
    const asked: (readonly unknown[])[] = [];
    const query = async (_: string, params: readonly unknown[]): Promise<unknown[]> => (asked.push(params), [row, row].map((one) => ({ ...one, heldAtMicros })));
    const { held } = oneHeld({ db: { query } as unknown as HeldMessagesParts['db'] });
    const { items, next } = await held.list({}, { limit: 1 });
    expect(items).toHaveLength(1);
    expect(items[0]).not.toHaveProperty('heldAtMicros');
    const { after } = z.object(paging).parse({ after: next });
    expect(after).toEqual([heldAtMicros, id]);
    await held.list({}, { limit: 1, after });
    expect(asked[1]!.slice(-3)).toEqual([heldAtMicros, id, 2]);
  });
});
