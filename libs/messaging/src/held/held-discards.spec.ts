import { StockCounted } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import type { AuditedAct } from '../audit/audit-log.js';
import { newId } from '../message/ids.js';
import type { RawRecord } from '../message/raw-record.js';
import type { Received } from '../message/received.js';
import { Undecodable, UndecodableCause } from '../message/undecodable.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { DiscardRefused } from './discard-notice.js';
import { HeldDiscards } from './held-discards.js';
import type { HeldContentRow } from './held-queries.js';

const actor = { by: 'ada', reason: 'sold twice', kind: 'held-message' };
const orderId = newId();
const message = { id: newId() } as Received<unknown>;

function rowOf(type: string, { state = 'dead', value = 'x', messageId = message.id } = {}): HeldContentRow {
  const of = { id: newId(), type, topic: 't', partition: 0, seq: '7', recorded_at: new Date(0), headers: [], message_id: messageId };
  return { ...of, state, key: Buffer.from(orderId), value: Buffer.from(value) } as unknown as HeldContentRow;
}

/** Discards where so many copies queue behind the message, and others of its record and key are held, open or not. */
function discards({
  copies = [] as string[], othersAreOpen = false, others = [] as HeldContentRow[], decode = (_record: RawRecord): Received<unknown> => message,
  refusal = undefined as Error | undefined,
}) {
  const told: [Received<unknown>, { by: string; reason: string }][] = [];
  const audited: AuditedAct[] = [];
  const asked: string[][] = [];
  const parts = {
    decoder: { prepare: (records: readonly RawRecord[]) => void asked.push(records.map(({ value }) => String(value))), decode },
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
    if (sql.includes('JOIN held_message h')) return others;
    return sql.includes('JOIN held_message copy') && othersAreOpen ? [{}] : [];
  };
  const db = { query } as unknown as DatabaseTransaction;
  const ofThese = new HeldDiscards(parts);
  const discard = (row: HeldContentRow): Promise<void> => ofThese.discard(db, row, actor);
  return { told, audited, asked, discard, prepare: (row: HeldContentRow) => ofThese.prepare(db, row) };
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

  describe('of one that is no message', () => {
    const last = newId();
    const bad = rowOf(StockCounted.fullName, { value: 'cut off', messageId: last });
    const decode = ({ value }: RawRecord): Received<unknown> => {
      const text = value!.toString();
      if (text === 'cut off') throw new Undecodable(UndecodableCause.malformedValue, 'value', text);
      return { id: newId(), data: text } as Received<unknown>;
    };
    const other = (state: string, value: string) => rowOf(StockCounted.fullName, { state, value, messageId: newId() });

    it('tells by the latest of its record and key that was given up before and is one, once it is the last', async () => {
      const others = [other('waiting', 'came just now'), ...['cut off', 'later', 'sooner'].map((value) => other('discarded', value))];
      const { told, discard } = discards({ others, decode });
      await discard(bad);
      const { kind: _, ...who } = actor;
      expect(told).toEqual([[{ id: last, data: 'later' }, who]]);
    });

    it('has the schemas of the others asked for before, and of no other message', async () => {
      const { asked, prepare } = discards({ others: [other('waiting', 'later'), other('discarded', 'sooner')], decode });
      await prepare(bad);
      expect(asked).toEqual([['cut off'], ['later', 'sooner']]);
      for (const row of [other('dead', 'sound'), rowOf('another.Record')]) await prepare(row);
      expect(asked.slice(2)).toEqual([['sound']]);
    });

    it('tells nobody while another may be handled', async () => {
      const { told, discard } = discards({ others: [other('discarded', 'sooner')], othersAreOpen: true, decode });
      await discard(bad);
      expect(told).toEqual([]);
    });
  });
});
