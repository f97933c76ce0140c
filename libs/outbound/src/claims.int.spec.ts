import { randomUUID } from 'node:crypto';
import { eventually, lockWaits } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import type { Target } from './call/target.js';
import { far, farSide, rig } from './fixtures/rig-and-far-side.js';
import { queryable } from './store/queryable.js';

const hour = 3_600_000;
const inAnHour = { retry: { delaysMs: [hour], jitter: 0, giveUpAfterMs: 24 * hour } };

describe('calls that are due and wait behind another', () => {
  /** Two calls of an order, the first of which waits: for an hour, or for a person. */
  async function heldBack(target: Partial<Target>) {
    const type = await farSide({}, target);
    const order = randomUUID();
    far.fail('POST', 'first', target.repeat === 'never' ? { kind: 'cut-before' } : { kind: 'answer', status: 403 });
    const first = await rig.enqueue(type, 'first', order);
    await rig.replica([type]);
    await rig.until(first, 'it waits', ({ state, waits, attempts }) =>
      target.repeat === 'never' ? waits && state === 'unknown' : state === 'pending' && attempts === 1,
    );
    await rig.rest();
    const second = await rig.enqueue(type, 'second', order);
    const aside = (): Promise<number> => rig.store.stepAside(queryable(rig.pool), [type.type], 100);
    return { type, first, second, aside };
  }

  async function dueInMs(id: string): Promise<number> {
    const { rows } = await rig.pool.query<{ ms: number }>(
      `SELECT extract(epoch FROM least(due_at, now() + interval '1 day') - now())::float8 * 1000 AS ms FROM outbound_open_call WHERE id = $1`,
      [id],
    );
    return rows[0]?.ms ?? 0;
  }

  it('are put aside, once, and come forward when that one ends', async () => {
    const { type, first, second, aside } = await heldBack({ repeat: 'key', ...inAnHour });
    expect([await aside(), await aside()]).toEqual([1, 0]);
    expect(await dueInMs((await rig.view(second)).id)).toBeGreaterThan(hour / 10);
    await rig.replica([type]);
    await rig.register([type]).decide((await rig.view(first)).id, { decision: 'try-now', by: 'ayse', reason: 'a test' });
    expect(await rig.ended(second)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['first', 'second']);
  });

  it.each(['give-up', 'done'] as const)('come forward when a person has decided: %s', async (decision) => {
    const { type, first, second, aside } = await heldBack({ repeat: 'never', timeoutMs: 50, maxProcessingMs: 1, lookupLagMs: 1 });
    expect(await aside()).toBe(1);
    const { waits, id } = await rig.view(second);
    expect(waits).toBe(false);
    expect(await dueInMs(id)).toBeGreaterThan(hour / 10);
    await rig.replica([type]);
    await rig.register([type]).decide((await rig.view(first)).id, { decision, result: { number: 9 }, by: 'ayse', reason: 'a test' });
    expect(await rig.ended(second)).toMatchObject({ state: 'completed' });
  });

  it('come forward when that one is withdrawn', async () => {
    const { type, first, second, aside } = await heldBack({ repeat: 'key', ...inAnHour });
    expect(await aside()).toBe(1);
    await rig.replica([type]);
    await rig.core.transactions.run((db) => rig.store.withdraw(db, first));
    expect(await rig.ended(second)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['second']);
  });

  it('are left where they are while that one is due or under way', async () => {
    const type = await farSide({}, { repeat: 'key' });
    const order = randomUUID();
    for (const reference of ['first', 'second']) await rig.enqueue(type, reference, order);
    expect(await rig.store.stepAside(queryable(rig.pool), [type.type], 100)).toBe(0);
  });

  describe('while others are at them', () => {
    const withdraw = (command: string) => rig.core.transactions.run((db) => rig.store.withdraw(db, command));
    const somebodyWaits = () => eventually('somebody waits for a lock', async () => (await lockWaits(rig.pool)) > 0);

    async function held(id: string): Promise<() => Promise<void>> {
      const holder = await rig.pool.connect();
      await holder.query('BEGIN');
      await holder.query('SELECT FROM outbound_open_call WHERE id = $1 FOR UPDATE', [id]);
      return async () => {
        await holder.query('ROLLBACK');
        holder.release();
      };
    }

    it('are not put aside behind one whose end is about to be committed', async () => {
      const { first, second, aside } = await heldBack({ repeat: 'key', ...inAnHour });
      const ending = await rig.core.transactions.begin();
      expect(await rig.store.withdraw(ending, first)).toBe(true);
      expect(await aside()).toBe(0);
      await ending.commit();
      expect(await dueInMs((await rig.view(second)).id)).toBeLessThanOrEqual(0);
    });

    it('come forward when they are put aside while that one ends', async () => {
      const { type, first, second } = await heldBack({ repeat: 'key', ...inAnHour });
      const putting = await rig.core.transactions.begin();
      expect(await rig.store.stepAside(putting, [type.type], 100)).toBe(1);
      const ended = withdraw(first);
      await somebodyWaits();
      await putting.commit();
      expect(await ended).toBe(true);
      expect(await dueInMs((await rig.view(second)).id)).toBeLessThanOrEqual(0);
    });

    it('come forward when a person who had hold of them may decide nothing', async () => {
      const { type, first, second, aside } = await heldBack({ repeat: 'key', ...inAnHour });
      expect(await aside()).toBe(1);
      const { id } = await rig.view(second);
      const letGo = await held(id);
      await withdraw(first);
      await letGo();
      expect(await dueInMs(id), 'control').toBeGreaterThan(hour / 10);
      const decided = rig.register([type]).decide(id, { decision: 'repeat', by: 'ayse', reason: 'a test' });
      await expect(decided).rejects.toMatchObject({ code: 'decision-not-possible' });
      expect(await dueInMs(id)).toBeLessThanOrEqual(0);
    });

    it('come forward when that one is just ending, unseen by a person who had hold of them and may decide nothing', async () => {
      const { type, first, second, aside } = await heldBack({ repeat: 'key', ...inAnHour });
      expect(await aside()).toBe(1);
      const { id } = await rig.view(second);
      const letGo = await held(id);
      const ending = await rig.core.transactions.begin();
      expect(await rig.store.withdraw(ending, first)).toBe(true);
      await letGo();
      const decided = rig.register([type]).decide(id, { decision: 'repeat', by: 'ayse', reason: 'a test' });
      const refused = expect(decided).rejects.toMatchObject({ code: 'decision-not-possible' });
      await Promise.race([refused, somebodyWaits()]);
      await ending.commit();
      await refused;
      expect(await dueInMs(id)).toBeLessThanOrEqual(0);
    });

    it('hold up nobody while they are withdrawn with much else', async () => {
      const { type, first, second, aside } = await heldBack({ repeat: 'key', ...inAnHour });
      expect(await aside()).toBe(1);
      const muchElse = await rig.core.transactions.begin();
      expect(await rig.store.withdraw(muchElse, second)).toBe(true);
      const { id } = await rig.view(first);
      const decided = await rig.register([type]).decide(id, { decision: 'withdraw', by: 'ayse', reason: 'a test' });
      expect(decided.state).toBe('withdrawn');
      await muchElse.commit();
    });

    it('are withdrawn although somebody is just looking at them', async () => {
      const { second } = await heldBack({ repeat: 'key', ...inAnHour });
      const letGo = await held((await rig.view(second)).id);
      const withdrawn = withdraw(second);
      await somebodyWaits();
      await letGo();
      expect(await withdrawn).toBe(true);
    });
  });
});
