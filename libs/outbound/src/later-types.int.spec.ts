import { randomUUID } from 'node:crypto';
import { openPool } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { far, farSide, rig } from './fixtures/rig-and-far-side.js';
import { queryable } from './store/queryable.js';
import { buildStatements, outboundStatements } from './store/statements.js';
import { slotNames } from './worker/lease-names.js';

/** Two types of calls to one target, the second of which an earlier release does not know, and how its process claims. */
async function twoReleases() {
  const known = await farSide({ keys: true });
  const later = { ...known, type: `later-${known.type}` };
  const { target } = known;
  const slots = slotNames(target);
  await rig.store.createLeases(queryable(rig.pool), slots);
  const claim = { target: target.name, types: [known.type], slots, atMost: slots.length, owner: 'earlier', leaseMs: 60_000 };
  return { known, later, claim };
}

/** Due calls of a type that are older than all others. */
async function waiting(type: string, target: string, count: number): Promise<void> {
  await rig.pool.query(
    `INSERT INTO outbound_open_call (target, type, order_key, repeat_key, data, cause_id, correlation_id, accepted_at, due_at)
     SELECT $1, $2, 'o' || i, 'r' || i, '{}', 'c', 'c', 0, now() - interval '1 day' FROM generate_series(1, $3::integer) AS i`,
    [target, type, count],
  );
  await rig.pool.query('ANALYZE outbound_open_call');
}

describe('a call of a type that a later release has written', () => {
  it('waits untouched beside an earlier one, and is done once a process knows it', async () => {
    const { known, later } = await twoReleases();
    const theirs = await rig.enqueue(later, 'A-1');
    const ours = await rig.enqueue(known, 'B-1');
    await rig.replica([known]);
    expect(await rig.ended(ours)).toMatchObject({ state: 'completed' });
    expect(await rig.view(theirs)).toMatchObject({ state: 'pending', attempts: 0, waits: false, tried: [] });
    await rig.replica([known, later]);
    expect(await rig.ended(theirs)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['B-1', 'A-1']);
  });

  it('control: it is due, and only its type keeps it from being claimed', async () => {
    const { known, later, claim } = await twoReleases();
    await rig.enqueue(later, 'A-1');
    expect(await rig.store.claim(queryable(rig.pool), claim)).toEqual([]);
    const taken = await rig.store.claim(queryable(rig.pool), { ...claim, types: [known.type, later.type] });
    expect(taken.map(({ type }) => type)).toEqual([later.type]);
  });

  it('goes before the others of its order key, also where these are known', async () => {
    const { known, later } = await twoReleases();
    const order = randomUUID();
    const first = await rig.enqueue(later, 'first', order);
    const second = await rig.enqueue(known, 'second', order);
    const other = await rig.enqueue(known, 'other');
    await rig.replica([known]);
    await rig.ended(other);
    expect(await rig.view(second)).toMatchObject({ state: 'pending', tried: [] });
    await rig.replica([known, later]);
    for (const command of [first, second]) await rig.ended(command);
    expect(far.ledger).toEqual(['other', 'first', 'second']);
  });

  it('control: without the order of a key the known one overtakes it', async () => {
    const { known, later } = await twoReleases();
    const order = randomUUID();
    await rig.enqueue(later, 'first', order);
    const second = await rig.enqueue(known, 'second', order);
    await rig.replica([known], { statements: buildStatements({ oldestOfItsKey: 'true' }) });
    await rig.ended(second);
    expect(far.ledger).toEqual(['second']);
  });

  it('has known ones behind it put aside where it is not known, and they come forward when it ends', async () => {
    const { known, later, claim } = await twoReleases();
    const order = randomUUID();
    await rig.enqueue(later, 'first', order);
    const second = await rig.enqueue(known, 'second', order);
    const db = queryable(rig.pool);
    expect(await rig.store.stepAside(db, [known.type, later.type], 100), 'one that is taken at once').toBe(0);
    expect([await rig.store.stepAside(db, claim.types, 100), await rig.store.stepAside(db, claim.types, 100)]).toEqual([1, 0]);
    await rig.replica([known, later]);
    expect(await rig.ended(second)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['first', 'second']);
  });

  it('is not passed by a claim, however many of them are due and older', async () => {
    const { known, later, claim } = await twoReleases();
    await waiting(later.type, known.target.name, 20_000);
    await waiting(known.type, known.target.name, 1);
    const pool = openPool({ database: rig.database, name: 'plan', max: 1 });
    const params = [claim.target, claim.slots, claim.atMost, claim.owner, claim.leaseMs, null, 1, claim.types];
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE) ${outboundStatements.claim}`, params);
    await pool.end();
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const passed = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, count]) => Number(count));
    expect(Math.max(0, ...passed), plan).toBeLessThan(100);
    expect(plan).toContain('ix_outbound_open_call_type');
    await rig.pool.query('DELETE FROM outbound_open_call WHERE target = $1', [claim.target]);
  });
});

describe('a call of a later release whose worker has died', () => {
  async function died() {
    const { known, later, claim } = await twoReleases();
    const command = await rig.enqueue(later, 'A-1');
    expect(await rig.store.claim(queryable(rig.pool), { ...claim, types: [later.type], owner: 'dead' })).toHaveLength(1);
    await rig.endLeases(known.target);
    return { known, later, claim, command };
  }

  it('is left to those who know its type', async () => {
    const { later, command, claim } = await died();
    expect(await rig.store.findExpired(queryable(rig.pool), claim.types)).toEqual([]);
    await rig.replica([later]);
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
  });

  it('holds its slot for a minute at most where nobody does, and is asked about once somebody does', async () => {
    const { known, later, command, claim } = await died();
    const ago = `lease_until - interval '61 seconds'`;
    await rig.pool.query(`UPDATE outbound_open_call SET lease_until = ${ago} WHERE target = $1`, [claim.target]);
    await rig.replica([known]);
    const { tried } = await rig.until(command, 'its slot is free', ({ state }) => state === 'unknown');
    expect(tried.map(({ act, result }) => [act, result])).toEqual([['send', 'lease-ended']]);
    expect(await rig.view(command)).toMatchObject({ act: 'look-up', waits: false });
    await rig.replica([known, later]);
    const ended = await rig.ended(command);
    expect(ended.tried.map(({ act, result }) => [act, result])).toEqual([
      ['send', 'lease-ended'],
      ['look-up', 'not-found'],
      ['send', 'done'],
    ]);
    expect(far.ledger).toEqual(['A-1']);
  });
});
