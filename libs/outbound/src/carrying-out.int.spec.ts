import { randomUUID } from 'node:crypto';
import { type DatabaseTransaction, newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { far, farSide, rig } from './fixtures/rig-and-far-side.js';

describe('a call', () => {
  it('goes out with its key, its correlation and its authorization, and is replied to', async () => {
    const type = await farSide({ keys: true });
    await rig.replica([type]);
    const command = await rig.enqueue(type, 'A-1');
    expect(await rig.ended(command)).toMatchObject({ state: 'completed', attempts: 0 });
    expect(far.seen[0]!.headers).toMatchObject({
      'idempotency-key': 'A-1',
      'x-correlation-id': 'c-A-1',
      authorization: 'Bearer far-side-secret',
    });
    expect(await rig.command(command)).toEqual({ state: 'finished', replied: true });
  });

  it('is kept without secrets and persons, and without its data once it has ended', async () => {
    const type = await farSide({ keys: true });
    await rig.replica([type]);
    const command = await rig.enqueue(type, 'A-1');
    const { id } = await rig.ended(command);
    const { rows } = await rig.pool.query<{ call: string; tried: string }>(
      `SELECT c::text AS call, (SELECT json_agg(a)::text FROM outbound_attempt a WHERE call_id = c.id) AS tried
       FROM outbound_ended_call c WHERE id = $1`,
      [id],
    );
    const open = await rig.pool.query('SELECT FROM outbound_open_call WHERE id = $1', [id]);
    expect(open.rows).toEqual([]);
    expect(rows[0]!.call + rows[0]!.tried).not.toMatch(/Ayşe|far-side-secret/);
    const details = await rig.register([type]).get(id);
    expect(details.tried[0]).toMatchObject({ result: 'done', request: { body: { reference: 'A-1', owner: '***' } } });
  });

  it('that is refused ends failed, and the refusal is the reply', async () => {
    const type = await farSide({ keys: true });
    far.fail('POST', 'A-1', { kind: 'answer', status: 422 });
    await rig.replica([type]);
    const command = await rig.enqueue(type, 'A-1');
    expect(await rig.ended(command)).toMatchObject({ state: 'failed' });
    expect(await rig.command(command)).toEqual({ state: 'finished', replied: true });
    expect(far.ledger).toEqual([]);
  });

  it('is not made when the transaction that wanted it is rolled back', async () => {
    const type = await farSide({ keys: true });
    const undone = rig.enqueue(type, 'A-1', randomUUID(), () => {
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const { rows } = await rig.pool.query('SELECT FROM outbound_call WHERE target = $1', [type.target.name]);
    expect(rows).toEqual([]);
  });

  it('with a key that cannot be a header is refused before it is stored', async () => {
    const type = await farSide({ keys: true });
    await expect(rig.enqueue(type, 'x'.repeat(200))).rejects.toThrow('repeat key');
    await expect(rig.enqueue(type, 'A\r\nX-Evil: 1')).rejects.toThrow('repeat key');
  });

  it('whose outcome cannot be told waits for a person and holds up no other', async () => {
    const type = await farSide({ keys: true }, { slots: 2 });
    const [lost, good] = [await rig.enqueue(type, 'A-1'), await rig.enqueue(type, 'B-1')];
    await rig.pool.query('DELETE FROM command WHERE command_id = $1', [lost]);
    await rig.replica([type]);
    expect(await rig.ended(good)).toMatchObject({ state: 'completed' });
    await rig.until(lost, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
  });

  it('whose outcome the database refuses for what it holds waits for a person', async () => {
    const settledIn = async (db: DatabaseTransaction) => void (await db.query('SELECT $1::text', ['no \0 in a text']));
    const type = await farSide({ keys: true }, {}, { settledIn });
    await rig.replica([type]);
    const command = await rig.enqueue(type, 'A-1');
    await rig.until(command, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
    expect(far.ledger).toEqual(['A-1']);
  });
});

describe('a wait that is not the fault of the call', () => {
  it('costs no attempt when the far side asks for it', async () => {
    const type = await farSide({ keys: true });
    const busy = { kind: 'answer', status: 429, headers: { 'retry-after': '0' } } as const;
    far.fail('POST', 'A-1', busy, busy);
    await rig.replica([type]);
    const command = await rig.enqueue(type, 'A-1');
    const { state, attempts, tried } = await rig.ended(command);
    expect({ state, attempts }).toEqual({ state: 'completed', attempts: 0 });
    expect(far.count('POST', 'A-1')).toBe(3);
    const waits = tried.slice(1).map(({ startedAt }, before) => startedAt - tried[before]!.startedAt);
    expect(Math.min(...waits), 'also where it asks for none').toBeGreaterThan(990);
  });

  it('costs no attempt when the breaker is open, and all is done once the far side is well', async () => {
    const breaker = { failureShare: 0.5, minimumCalls: 3, windowMs: 30_000, openMs: 400, probes: 2, rampMs: 0 };
    const retry = { delaysMs: [60_000], jitter: 0, giveUpAfterMs: 3_600_000 };
    const type = await farSide({ keys: true }, { breaker, slots: 1, retry });
    const failing = ['A-1', 'B-1', 'C-1'];
    for (const reference of failing) far.fail('POST', reference, { kind: 'answer', status: 500 });
    const first = await Promise.all(failing.map((reference) => rig.enqueue(type, reference)));
    await rig.replica([type]);
    for (const command of first) await rig.until(command, 'it has failed once', ({ attempts }) => attempts === 1);
    const later = await Promise.all(['D-1', 'E-1', 'F-1', 'G-1'].map((reference) => rig.enqueue(type, reference)));
    for (const command of later) {
      const { state, attempts, tried } = await rig.ended(command);
      expect({ state, attempts, sends: tried.filter(({ result }) => result !== 'not-tried').length }).toEqual({
        state: 'completed',
        attempts: 0,
        sends: 1,
      });
    }
    expect(far.count('POST', 'A-1')).toBe(1);
  });
});

describe('withdrawing a command', () => {
  const withdraw = (commandId: string) => rig.core.transactions.run((db) => rig.store.withdraw(db, commandId));

  it('takes a pending call back for ever, and not one that is under way', async () => {
    const type = await farSide({ keys: true });
    const order = randomUUID();
    const { promise, resolve } = Promise.withResolvers<void>();
    far.fail('POST', 'A-1', { kind: 'hold-before', until: promise });
    const [first, second] = [await rig.enqueue(type, 'A-1', order), await rig.enqueue(type, 'A-2', order)];
    await rig.replica([type]);
    await eventually('the first is under way', () => far.count('POST', 'A-1') === 1);

    expect(await withdraw(first)).toBe(false);
    expect(await withdraw(second)).toBe(true);
    resolve();
    await rig.ended(first);
    const third = await rig.enqueue(type, 'A-3', order);
    await rig.ended(third);
    expect(far.ledger).toEqual(['A-1', 'A-3']);
    expect(await rig.view(second)).toMatchObject({ state: 'withdrawn', tried: [] });
    expect(await withdraw(first)).toBe(false);
  });

  it('leaves a call alone whose outcome is unknown, and a command that has no call', async () => {
    const type = await farSide({}, { repeat: 'never' });
    far.fail('POST', 'A-1', { kind: 'cut-after' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    await rig.until(command, 'it is unknown', ({ state }) => state === 'unknown');
    expect(await withdraw(command)).toBe(false);
    expect(await withdraw(newId())).toBe(false);
  });
});
