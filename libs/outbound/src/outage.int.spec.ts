import { type AddressInfo, createServer } from 'node:net';
import { standardRetry } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { standardBreaker, type Target } from './call/target.js';
import { documentsAt, far, newFarSide, rig } from './fixtures/rig-and-far-side.js';
import { CallStore } from './store/call-store.js';
import { queryable } from './store/queryable.js';

/** The standard policies three hundred times as fast: half an hour is six seconds. */
const FASTER = 300;
const retry = {
  ...standardRetry,
  delaysMs: standardRetry.delaysMs.map((ms) => ms / FASTER),
  giveUpAfterMs: standardRetry.giveUpAfterMs / FASTER,
};
const breaker = { ...standardBreaker, openMs: standardBreaker.openMs / FASTER, rampMs: standardBreaker.rampMs / FASTER };
const HALF_AN_HOUR = 1_800_000 / standardBreaker.openMs;

/** A port on which nobody listens, for a far side that is away. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function callsOf(baseUrl: string, target: Partial<Target>) {
  return documentsAt(baseUrl, { retry, breaker, slots: 8, ...target });
}

async function enqueueMany(type: ReturnType<typeof callsOf>, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await rig.enqueue(type, `R-${n}`);
}

/** Acts that were carried out, or tried: what was put back unsent does not count. */
async function triedActs({ target }: ReturnType<typeof callsOf>): Promise<number> {
  const { rows } = await rig.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM outbound_attempt JOIN outbound_call c ON c.id = call_id
     WHERE target = $1 AND result <> 'not-tried'`,
    [target.name],
  );
  return rows[0]!.count;
}

async function states({ target }: ReturnType<typeof callsOf>): Promise<Record<string, number>> {
  const { rows } = await rig.pool.query<{ state: string; count: number }>(
    'SELECT state, count(*)::integer AS count FROM outbound_call WHERE target = $1 GROUP BY state',
    [target.name],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

describe('half an hour without the target, compressed', () => {
  it('ends no call: all wait, and go out by themselves once it is back, each booked once', async () => {
    const orders = 400;
    const port = await freePort();
    newFarSide({ keys: true });
    const type = callsOf(`http://127.0.0.1:${port}`, {});
    await enqueueMany(type, orders);
    const began = performance.now();
    await rig.replica([type]);
    const probed = standardBreaker.minimumCalls + 2 * HALF_AN_HOUR;
    await eventually('half an hour of probes', async () => (await triedActs(type)) >= probed, { withinMs: 120_000 });
    const openings = (performance.now() - began) / breaker.openMs;
    const during = await triedActs(type);
    expect(await states(type)).not.toHaveProperty('failed');

    await far.start(port);
    await eventually('all are done', async () => (await states(type))['completed'] === orders, { withinMs: 60_000 });
    expect(await states(type)).toEqual({ completed: orders });
    expect([...far.ledger].sort()).toEqual(Array.from({ length: orders }, (_, n) => `R-${n}`).sort());
    expect(far.seen.length).toBeLessThanOrEqual(orders * 1.2);
    const atFirst = standardBreaker.minimumCalls + type.target.slots;
    expect(during).toBeLessThanOrEqual(atFirst + standardBreaker.probes * (openings + 1));
  }, 240_000);

  it('that answers 500 all the while, and may have written: each is asked about, and written once', async () => {
    const orders = 100;
    newFarSide({});
    far.always = { kind: 'answer', status: 500 };
    const lookupOnly = { repeat: 'lookupOnly', timeoutMs: 200, maxProcessingMs: 10, lookupLagMs: 10 } as const;
    const type = callsOf(await far.start(), lookupOnly);
    await enqueueMany(type, orders);
    await rig.replica([type]);
    await eventually('it has failed for a while', async () => (await triedActs(type)) >= 60, { withinMs: 60_000 });
    far.always = undefined;
    await eventually('all are done', async () => (await states(type))['completed'] === orders, { withinMs: 60_000 });
    expect([...far.ledger].sort()).toEqual(Array.from({ length: orders }, (_, n) => `R-${n}`).sort());
  }, 180_000);
});

describe('a target that comes back', () => {
  const hour = 3_600_000;

  async function comeBack(rampMs: number): Promise<number> {
    newFarSide({ keys: true });
    far.always = { kind: 'answer', status: 503 };
    const type = callsOf(await far.start(), { slots: 16, breaker: { ...breaker, probes: 2, rampMs } });
    await enqueueMany(type, 60);
    await rig.replica([type]);
    await eventually('it has failed', async () => (await triedActs(type)) >= standardBreaker.minimumCalls + 4, { withinMs: 60_000 });
    far.mostAtOnce = 0;
    far.takesMs = 10;
    far.always = undefined;
    await eventually('all are done', async () => (await states(type))['completed'] === 60, { withinMs: 60_000 });
    return far.mostAtOnce;
  }

  it('gets what has piled up little by little', async () => {
    expect(await comeBack(hour)).toBeLessThanOrEqual(2);
  });

  it('control: without the ramp it all falls upon it at once', async () => {
    expect(await comeBack(0)).toBeGreaterThan(4);
  });

  it('gets soon what had failed often, and would wait for long', async () => {
    const type = await failOnce();
    await eventually('it is done long before its time', async () => (await states(type))['completed'] === 30, { withinMs: 60_000 });
  });

  it('control: without the recall that waits on', async () => {
    const type = await failOnce({ recall: async () => 0 });
    await eventually('the others are done', async () => ((await states(type))['completed'] ?? 0) >= 5, { withinMs: 60_000 });
    expect((await states(type))['pending']).toBeGreaterThan(0);
    await rig.pool.query('UPDATE outbound_open_call SET due_at = now() WHERE target = $1', [type.target.name]);
    await eventually('all are done', async () => (await states(type))['completed'] === 30, { withinMs: 60_000 });
  });

  it('does not use up the time after which a call is given up, however often it comes back and fails again', async () => {
    newFarSide({ keys: true });
    const slow = { delaysMs: [1, hour], jitter: 0, giveUpAfterMs: 2 * hour };
    const type = callsOf(await far.start(), { retry: slow });
    await enqueueMany(type, 2);
    await rig.pool.query(`UPDATE outbound_open_call SET due_at = now() + interval '1 hour',
      attempts = CASE repeat_key WHEN 'R-0' THEN 2 ELSE 1 END WHERE target = $1`, [type.target.name]);
    const attempts = async (): Promise<number[]> => {
      const { rows } = await rig.pool.query<{ attempts: number }>(
        'SELECT attempts FROM outbound_open_call WHERE target = $1 ORDER BY repeat_key', [type.target.name],
      );
      return rows.map((row) => row.attempts);
    };
    expect(await rig.store.recall(queryable(rig.pool), type.target.name)).toBe(2);
    expect(await attempts()).toEqual([1, 1]);
    expect(await rig.store.recall(queryable(rig.pool), type.target.name), 'they are due').toBe(0);
    await rig.pool.query('DELETE FROM outbound_open_call WHERE target = $1', [type.target.name]);
  });

  /** Twenty calls fail and are to wait an hour each; the breaker opens, and the others find the target well again. */
  async function failOnce(other: { recall?: () => Promise<number> } = {}) {
    const port = await freePort();
    newFarSide({ keys: true });
    const slow = { delaysMs: [hour], jitter: 0, giveUpAfterMs: 24 * hour };
    const type = callsOf(`http://127.0.0.1:${port}`, { retry: slow, slots: 4 });
    await enqueueMany(type, 30);
    await rig.replica([type], { store: Object.assign(new CallStore(), other) });
    await eventually('it has failed', async () => (await triedActs(type)) >= standardBreaker.minimumCalls, { withinMs: 60_000 });
    await far.start(port);
    return type;
  }
});
