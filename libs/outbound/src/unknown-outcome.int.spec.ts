import { describe, expect, it } from 'vitest';
import type { CallState } from './call/call-state.js';
import { far, farSide, rig } from './fixtures/rig-and-far-side.js';

describe('when the connection is cut after the far side has written', () => {
  it('with a key and a look-up: it is asked, and nothing is sent again', async () => {
    const type = await farSide({ keys: true }, { repeat: 'key' });
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['A-1']);
    expect([far.count('POST', 'A-1'), far.count('GET', 'A-1')]).toEqual([1, 1]);
    expect(await rig.command(command)).toEqual({ state: 'finished', replied: true });
  });

  it('with a key and no look-up: it is sent again under the same key, and written once', async () => {
    const type = await farSide({ keys: true }, { repeat: 'key' }, { lookUp: false });
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['A-1']);
    expect(far.count('POST', 'A-1')).toBe(2);
    expect(new Set(far.seen.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['A-1']));
  });

  it('with a unique reference, and a look-up that does not see it yet: written once, and found at last', async () => {
    const type = await farSide({ uniqueReferences: true }, { repeat: 'uniqueReference' });
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    far.hidden.set('A-1', 1);
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const { tried } = await rig.ended(command);
    expect(tried.map(({ act, result, reason }) => [act, result, reason])).toEqual([
      ['send', 'unknown', 'ECONNRESET'],
      ['look-up', 'not-found', null],
      ['send', 'unknown', 'duplicate-reference'],
      ['look-up', 'found', null],
    ]);
    expect(far.ledger).toEqual(['A-1']);
  });

  it('control: a target that keeps neither keys nor references, declared as if it did, writes twice', async () => {
    const type = await farSide({}, { repeat: 'key' }, { lookUp: false });
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    await rig.ended(command);
    expect(far.ledger).toEqual(['A-1', 'A-1']);
  });
});

describe('a target that can only be asked', () => {
  const lookupOnly = { repeat: 'lookupOnly', timeoutMs: 200, maxProcessingMs: 100, lookupLagMs: 50 } as const;

  it('gets a lost request again after two empty look-ups, the first of them not before it can be believed', async () => {
    const type = await farSide({}, lookupOnly);
    far.fail('POST', 'A-1', { kind: 'cut-before' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const { tried } = await rig.ended(command);
    expect(tried.map(({ act, result }) => [act, result])).toEqual([
      ['send', 'unknown'],
      ['look-up', 'not-found'],
      ['look-up', 'not-found'],
      ['send', 'done'],
    ]);
    expect(tried[1]!.startedAt - tried[0]!.startedAt).toBeGreaterThanOrEqual(200 + 100 + 50);
    expect(tried[2]!.startedAt - tried[1]!.startedAt).toBeGreaterThanOrEqual(50);
    expect(far.ledger).toEqual(['A-1']);
  });

  it('is not sent again what one of the look-ups finds', async () => {
    const type = await farSide({}, lookupOnly);
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    far.hidden.set('A-1', 1);
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const { tried } = await rig.ended(command);
    expect(tried.map(({ result }) => result)).toEqual(['unknown', 'not-found', 'found']);
    expect(far.ledger).toEqual(['A-1']);
  });
});

describe('a target that must never get a call twice', () => {
  const never = { repeat: 'never', timeoutMs: 100, maxProcessingMs: 10, lookupLagMs: 10 } as const;

  it('keeps an unknown outcome until a person states the result', async () => {
    const type = await farSide({}, never, { lookUp: false });
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const call = await rig.until(command, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
    expect(far.count('POST', 'A-1')).toBe(1);
    expect(await rig.command(command)).toEqual({ state: 'running', replied: false });

    const register = rig.register([type]);
    const by = { by: 'ayse', reason: 'seen in the ledger' };
    const listed = async (state: CallState) => (await register.list({ state, target: type.target.name }, { limit: 5 })).map(({ id }) => id);
    expect([await listed('unknown'), await listed('completed')]).toEqual([[call.id], []]);
    await expect(register.decide(call.id, { decision: 'look-up', ...by })).rejects.toMatchObject({ code: 'decision-not-possible' });
    await expect(register.decide(call.id, { decision: 'done', result: {}, ...by })).rejects.toMatchObject({
      code: 'decision-not-possible',
    });
    const decided = await register.decide(call.id, { decision: 'done', result: { number: 1 }, ...by });
    expect(decided).toMatchObject({ state: 'completed', decisions: [{ decision: 'done', by: 'ayse' }] });
    expect([await listed('unknown'), await listed('completed')]).toEqual([[], [call.id]]);
    expect(await rig.command(command)).toEqual({ state: 'finished', replied: true });
    await expect(register.decide(call.id, { decision: 'repeat', ...by })).rejects.toMatchObject({ code: 'call-not-undecided' });
    expect(far.ledger).toEqual(['A-1']);
  });

  it('gets it again when a person says that it was not done', async () => {
    const type = await farSide({}, never);
    far.fail('POST', 'A-1', { kind: 'cut-before' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const call = await rig.until(command, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
    expect(call.tried.map(({ result }) => result)).toEqual(['unknown', 'not-found', 'not-found']);
    await rig.register([type]).decide(call.id, { decision: 'repeat', by: 'ayse', reason: 'not there' });
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['A-1']);
  });

  it('leaves the command dead when a person gives it up', async () => {
    const told: string[] = [];
    const type = await farSide({}, never, { lookUp: false, told });
    far.fail('POST', 'A-1', { kind: 'cut-before' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const call = await rig.until(command, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
    await rig.register([type]).decide(call.id, { decision: 'give-up', by: 'ayse', reason: 'order is void' });
    expect(await rig.view(command)).toMatchObject({ state: 'failed' });
    expect(told).toEqual(['dead']);
    expect(await rig.command(command)).toEqual({ state: 'finished', replied: true });
  });
});

describe('a refusal after an unknown outcome', () => {
  it.each(['key', 'uniqueReference'] as const)('does not count with %s while the far side may have taken the first: the look-up finds it', async (repeat) => {
    const type = await farSide({}, { repeat, timeoutMs: 100, maxProcessingMs: 20, lookupLagMs: 20 });
    far.fail('POST', 'A-1', { kind: 'cut-after' }, { kind: 'answer', status: 422 });
    far.hidden.set('A-1', 1);
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const { state, tried } = await rig.ended(command);
    expect(state).toBe('completed');
    expect(tried.map(({ result }) => result)).toEqual(['unknown', 'not-found', 'refused', 'found']);
  });
});
