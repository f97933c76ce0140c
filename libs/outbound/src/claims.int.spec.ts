import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from './call/target.js';
import { fastTarget, writeDocument } from './fixtures/document-calls.js';
import { FarSide } from './fixtures/far-side.js';
import { OutboundRig } from './fixtures/outbound-rig.js';
import { queryable } from './store/queryable.js';

let rig: OutboundRig;
let far: FarSide;
let targets = 0;

beforeAll(async () => {
  rig = await OutboundRig.open();
});
afterAll(() => rig.close());
afterEach(async () => {
  await rig.rest();
  await far.stop();
});

async function farSide(target: Partial<Target>) {
  far = new FarSide({});
  targets += 1;
  return writeDocument(fastTarget(`aside-${targets}`, await far.start(), target));
}

const hour = 3_600_000;
const inAnHour = { retry: { delaysMs: [hour], jitter: 0, giveUpAfterMs: 24 * hour } };

describe('calls that are due and wait behind another', () => {
  /** Two calls of an order, the first of which waits: for an hour, or for a person. */
  async function heldBack(target: Partial<Target>) {
    const type = await farSide(target);
    const order = randomUUID();
    far.fail('POST', 'first', target.repeat === 'never' ? { kind: 'cut-before' } : { kind: 'answer', status: 403 });
    const first = await rig.enqueue(type, 'first', order);
    await rig.replica([type]);
    await rig.until(first, 'it waits', ({ state, waits, attempts }) =>
      target.repeat === 'never' ? waits && state === 'unknown' : state === 'pending' && attempts === 1,
    );
    await rig.rest();
    const second = await rig.enqueue(type, 'second', order);
    const aside = (): Promise<number> => rig.store.stepAside(queryable(rig.pool), type.target.name, 100);
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
    const type = await farSide({ repeat: 'key' });
    const order = randomUUID();
    for (const reference of ['first', 'second']) await rig.enqueue(type, reference, order);
    expect(await rig.store.stepAside(queryable(rig.pool), type.target.name, 100)).toBe(0);
  });
});
