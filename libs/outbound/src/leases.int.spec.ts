import { randomUUID } from 'node:crypto';
import { eventually } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { far, farSide, rig } from './fixtures/rig-and-far-side.js';
import { ended } from './policy/call-progress.js';
import { putBack } from './policy/next-act.js';
import { queryable } from './store/queryable.js';
import { buildStatements, leaseLasts, oldestOfItsKey, outboundStatements, slotIsFree } from './store/statements.js';
import { paceName, slotNames } from './worker/lease-names.js';

function gate(): { readonly opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

describe('the order of calls of one order key', () => {
  async function doAndUndo(statements = outboundStatements) {
    const type = await farSide({ keys: true }, { retry: { delaysMs: [50], jitter: 0, giveUpAfterMs: 60_000 } });
    const order = randomUUID();
    far.fail('POST', 'do', { kind: 'answer', status: 403 }, { kind: 'cut-before' });
    const commands = [await rig.enqueue(type, 'do', order), await rig.enqueue(type, 'undo', order)];
    await rig.replica([type], { statements });
    await rig.replica([type], { statements });
    for (const command of commands) await rig.ended(command);
    return far.ledger;
  }

  it('is kept: the undo waits for the do, however often that fails', async () => {
    expect(await doAndUndo()).toEqual(['do', 'undo']);
  });

  it('control: without the condition the undo overtakes the do', async () => {
    expect(outboundStatements.claim).toContain(oldestOfItsKey);
    expect(await doAndUndo(buildStatements({ oldestOfItsKey: 'true' }))).toEqual(['undo', 'do']);
  });

  it('does not hold up other orders', async () => {
    const type = await farSide({ keys: true });
    const held = gate();
    far.fail('POST', 'A-1', { kind: 'hold-before', until: held.opened });
    const first = await rig.enqueue(type, 'A-1');
    const second = await rig.enqueue(type, 'B-1');
    await rig.replica([type]);
    await rig.ended(second);
    expect(far.ledger).toEqual(['B-1']);
    held.open();
    await rig.ended(first);
  });
});

describe('the slots of a target', () => {
  async function twoReplicas(statements = outboundStatements) {
    const type = await farSide({ keys: true }, { slots: 1 });
    const held = gate();
    far.fail('POST', 'A-1', { kind: 'hold-before', until: held.opened });
    const commands = [await rig.enqueue(type, 'A-1')];
    await rig.replica([type], { statements });
    await eventually('the first call is under way', () => far.count('POST', 'A-1') === 1);
    await rig.replica([type], { statements });
    for (const reference of ['B-1', 'C-1', 'D-1']) commands.push(await rig.enqueue(type, reference));
    return { type, held, commands };
  }

  it('are shared by all replicas: one slot is one call at a time', async () => {
    const { held, commands } = await twoReplicas();
    held.open();
    for (const command of commands) await rig.ended(command);
    expect(far.mostAtOnce).toBe(1);
    expect(far.ledger).toHaveLength(4);
  });

  it('control: without the condition on the lease, the second replica calls beside the first', async () => {
    expect(outboundStatements.claim).toContain(slotIsFree);
    const { held, commands } = await twoReplicas(buildStatements({ slotIsFree: 'true' }));
    await eventually('two calls are under way at once', () => far.mostAtOnce > 1);
    held.open();
    for (const command of commands) await rig.ended(command);
  });

  describe('are paced over all replicas where the target has a rate', () => {
    async function paced(perSecond: number) {
      const type = await farSide({}, { slots: 8, ratePerSecond: perSecond });
      for (const reference of ['A-1', 'B-1', 'C-1', 'D-1']) await rig.enqueue(type, reference);
      const db = queryable(rig.pool);
      const pace = { name: paceName(type.target), perSecond };
      const slots = slotNames(type.target);
      await rig.store.createLeases(db, [...slots, pace.name]);
      const claim = { target: type.target.name, types: [type.type], slots, atMost: 8, leaseMs: 60_000, pace };
      return {
        take: async (owner: string) => (await rig.store.claim(db, { ...claim, owner })).length,
        /** Moves what the pace goes by, in place of waiting so long. */
        pass: (seconds: number) => db.query(`UPDATE lease SET until = until - $2 * interval '1 second' WHERE name = $1`, [pace.name, seconds]),
      };
    }

    it('of more than one a second', async () => {
      const { take } = await paced(2);
      expect([await take('tester'), await take('other')]).toEqual([2, 0]);
    });

    it.each([0.5, 0.3, 0.07])('of less than one a second: %d', async (perSecond) => {
      const { take, pass } = await paced(perSecond);
      for (let sent = 0; sent < 3; sent += 1) {
        expect([await take('tester'), await take('other')]).toEqual([1, 0]);
        await pass(0.2 / perSecond);
        expect(await take('other')).toBe(0);
        await pass(0.8 / perSecond);
      }
    });
  });
});

describe('a worker whose lease has ended', () => {
  /** The answer to the first worker is held back until its lease has ended and another worker is sending the call. */
  async function zombie(statements = outboundStatements) {
    const told: string[] = [];
    const type = await farSide({ keys: true }, { timeoutMs: 10_000 }, { lookUp: false, told, asEvent: true });
    const [first, second] = [gate(), gate()];
    far.fail('POST', 'A-1', { kind: 'hold-before', until: first.opened, answer: { status: 422, body: {} } });
    far.fail('POST', 'A-1', { kind: 'hold-before', until: second.opened });
    const command = await rig.enqueue(type, 'A-1');
    const slow = await rig.replica([type], { statements, sweepMs: 60_000 });
    await eventually('the slow worker has sent it', () => far.count('POST', 'A-1') === 1);
    const slowHasStopped = slow.stop(); // it takes the call no second time
    await rig.endLeases(type.target);
    const next = await rig.replica([type]);
    await eventually('the next worker has sent it', () => far.count('POST', 'A-1') === 2);
    first.open();
    await slowHasStopped;
    const { state } = await rig.view(command);
    second.open();
    await next.stop();
    return { told, state, call: await rig.view(command) };
  }

  it('cannot overrule the one who has it now: its late answer is kept as evidence', async () => {
    const { told, state, call } = await zombie();
    expect(state).toBe('processing');
    expect(call.state).toBe('completed');
    expect(call.tried.map(({ result, late }) => [result, late])).toEqual([
      ['refused', true],
      ['done', false],
    ]);
    expect(told).toEqual(['done']);
  });

  it('control: without the fence its late answer makes a refusal of what is then done', async () => {
    expect(outboundStatements.settle.end).toContain(leaseLasts);
    const { told, call } = await zombie(buildStatements({ leaseLasts: 'true' }));
    expect(call.state).toBe('failed');
    expect(told).toEqual(['refused']);
    expect(far.ledger).toEqual(['A-1']);
  });

  it('brings the look-up forward by its late answer', async () => {
    const type = await farSide({}, { repeat: 'lookupOnly', timeoutMs: 10_000, maxProcessingMs: 3_600_000 });
    const held = gate();
    far.fail('POST', 'A-1', { kind: 'hold-before', until: held.opened });
    const command = await rig.enqueue(type, 'A-1');
    const slow = await rig.replica([type], { sweepMs: 60_000 });
    await eventually('the slow worker has sent it', () => far.count('POST', 'A-1') === 1);
    await rig.endLeases(type.target);
    await rig.replica([type]);
    await rig.until(command, 'its lease has ended', ({ state }) => state === 'unknown');
    expect(far.count('GET', 'A-1')).toBe(0);
    held.open();
    await slow.stop();
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['A-1']);
  });

  it('leaves the call to others also when its late answer comes before anyone has seen the lease end', async () => {
    const type = await farSide({ keys: true }, { timeoutMs: 10_000 });
    const held = gate();
    far.fail('POST', 'A-1', { kind: 'hold-before', until: held.opened });
    const command = await rig.enqueue(type, 'A-1');
    const slow = await rig.replica([type], { sweepMs: 60_000 });
    await eventually('it has sent it', () => far.count('POST', 'A-1') === 1);
    const slowHasStopped = slow.stop();
    await rig.endLeases(type.target);
    held.open();
    await slowHasStopped;
    expect(await rig.view(command)).toMatchObject({ state: 'processing', tried: [{ result: 'done', late: true }] });
    await rig.replica([type]);
    const { state, tried } = await rig.ended(command);
    expect(state).toBe('completed');
    expect(tried.map(({ act, result, late }) => [act, result, late])).toEqual([
      ['send', 'done', true],
      ['look-up', 'found', false],
    ]);
    expect(far.ledger).toEqual(['A-1']);
  });

  it('may record a result again when it does not know whether the first commit arrived', async () => {
    const type = await farSide({});
    const command = await rig.enqueue(type, 'A-1');
    const db = queryable(rig.pool);
    const slots = slotNames(type.target);
    await rig.store.createLeases(db, slots);
    const claim = { target: type.target.name, types: [type.type], slots, atMost: 1, owner: 'one', leaseMs: 60_000 };
    const [call] = await rig.store.claim(db, claim);
    const attempt = { act: 'send', startedAt: 0, finishedAt: 1, result: 'done', reason: null, request: null, response: null } as const;
    const step = ended(call!.progress, { kind: 'done', result: { number: 1 } });
    const result = { call: call!, step, attempt, traceparent: undefined };
    expect([...(await rig.store.settle(db, [result]))]).toEqual([result]);
    expect([...(await rig.store.settle(db, [result]))]).toEqual([]);
    expect(await rig.view(command)).toMatchObject({ state: 'completed', tried: [{ result: 'done', late: false }] });
  });

  it('tells nothing by its late result, also where that is recorded together with the next worker’s', async () => {
    const type = await farSide({});
    const command = await rig.enqueue(type, 'A-1');
    const db = queryable(rig.pool);
    const slots = slotNames(type.target);
    await rig.store.createLeases(db, slots);
    const claim = { target: type.target.name, types: [type.type], slots, atMost: 1, leaseMs: 60_000 };
    const [late] = await rig.store.claim(db, { ...claim, owner: 'one', leaseMs: 1 });
    await rig.core.transactions.run(async (on) => {
      const [found] = await rig.store.findExpired(on, [type.type]);
      const attempt = { act: 'send', startedAt: 0, finishedAt: null, result: 'lease-ended', reason: null, request: null, response: null } as const;
      await rig.store.expire(on, [{ call: found!, step: putBack(found!.progress, 0), attempt, traceparent: undefined }]);
    });
    const [next] = await rig.store.claim(db, { ...claim, owner: 'two' });
    expect(next).toMatchObject({ id: late!.id });
    const attempt = { act: 'send', startedAt: 0, finishedAt: 1, result: 'done', reason: null, request: null, response: null } as const;
    const done = { call: late!, step: ended(late!.progress, { kind: 'done', result: { number: 1 } }), attempt, traceparent: undefined };
    const again = { call: next!, step: putBack(next!.progress, 3_600_000), attempt: { ...attempt, result: 'transient' }, traceparent: undefined };
    expect([...(await rig.store.settle(db, [done, again]))]).toEqual([again]);
    expect(await rig.view(command)).toMatchObject({
      state: 'pending', tried: [{ result: 'done', late: true }, { result: 'transient', late: false }],
    });
  });

  it('because it died leaves a call that is asked about and then done by another', async () => {
    const type = await farSide({ keys: true });
    const command = await rig.enqueue(type, 'A-1');
    const db = queryable(rig.pool);
    const slots = slotNames(type.target);
    await rig.store.createLeases(db, slots);
    const dead = { target: type.target.name, types: [type.type], slots, atMost: 1, owner: 'dead', leaseMs: 50 };
    expect(await rig.store.claim(db, dead)).toHaveLength(1);
    await rig.replica([type]);
    const { tried } = await rig.ended(command);
    expect(tried.map(({ act, result }) => [act, result])).toEqual([
      ['send', 'lease-ended'],
      ['look-up', 'not-found'],
      ['send', 'done'],
    ]);
  });
});
