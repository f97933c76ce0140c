import { StockCounted } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import type { AuditedAct } from '../audit/audit-log.js';
import { newId } from '../message/ids.js';
import type { Received } from '../message/received.js';
import { Undecodable, UndecodableCause } from '../message/undecodable.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { DiscardRefused } from './discard-notice.js';
import { HeldDiscards } from './held-discards.js';
import type { HeldContentRow } from './held-queries.js';

const actor = { by: 'ada', reason: 'sold twice', kind: 'held-message' };
const orderId = newId();
const message = { id: newId() } as Received<unknown>;

function rowOf(type: string): HeldContentRow {
  const of = { id: newId(), type, topic: 't', partition: 0, seq: '7', recorded_at: new Date(0), headers: [] };
  return { ...of, key: Buffer.from(orderId), value: Buffer.from('x') } as unknown as HeldContentRow;
}

/** Discards where so many copies queue behind the message, and others of its record and key are open or not. */
function discards({ copies = [] as string[], othersAreOpen = false, decode = (): Received<unknown> => message, refusal = undefined as Error | undefined }) {
  const told: [Received<unknown>, { by: string; reason: string }][] = [];
  const audited: AuditedAct[] = [];
  const parts = {
    decoder: { prepare: () => undefined, decode },
    audit: { recordAll: async (_db: unknown, acts: readonly AuditedAct[]) => void audited.push(...acts) },
    notice: {
      record: StockCounted,
      give: async (_db: unknown, of: Received<unknown>, act: { by: string; reason: string }) => {
        if (refusal) throw refusal;
        told.push([of, act]);
      },
    },
  };
  const query = async (sql: string): Promise<unknown[]> => {
    if (sql.includes('RETURNING copy.id')) return copies.map((id) => ({ id }));
    return sql.includes('JOIN held_message copy') && othersAreOpen ? [{}] : [];
  };
  const db = { query } as unknown as DatabaseTransaction;
  const ofThese = new HeldDiscards(parts);
  const discard = async (row: HeldContentRow): Promise<void> => ofThese.discard(db, row, await ofThese.toBeTold(row), actor);
  return { told, audited, discard };
}

describe('HeldDiscards', () => {
  it('tells who waits for the message, once, and records what it does to each copy', async () => {
    const copies = [newId(), newId()];
    const { told, audited, discard } = discards({ copies });
    const row = rowOf(StockCounted.fullName);
    await discard(row);
    const { kind, ...who } = actor;
    expect(told).toEqual([[message, who]]);
    const detail = { copyOf: row.id, orderId };
    expect(audited).toEqual(copies.map((id) => ({ act: 'discard', subject: { kind, id }, ...who, detail })));
  });

  it('is refused, with the reason, where something has come of the message', async () => {
    const { discard } = discards({ refusal: new DiscardRefused('Its shelf stands.') });
    await expect(discard(rowOf(StockCounted.fullName))).rejects.toMatchObject({ code: 'discard-refused', message: 'Its shelf stands.' });
    const { discard: other } = discards({ refusal: new TypeError('undefined is no shelf') });
    await expect(other(rowOf(StockCounted.fullName))).rejects.toThrow(TypeError);
  });

  it('tells nobody while another of its record and key may be handled in its place', async () => {
    const { told, discard } = discards({ othersAreOpen: true });
    await discard(rowOf(StockCounted.fullName));
    expect(told).toEqual([]);
  });

  it.each([
    ['of another record', 'another.Record', undefined],
    ['that is no message', StockCounted.fullName, new Undecodable(UndecodableCause.malformedValue, 'value', 'cut off')],
  ])('tells nobody of one %s, and gives up no copy', async (_what, type, error) => {
    const decode = (): Received<unknown> => {
      if (error) throw error;
      return message;
    };
    const { told, audited, discard } = discards({ copies: [newId()], decode });
    await discard(rowOf(type));
    expect([told, audited]).toEqual([[], []]);
  });
});
