import { eventually } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { writeDocument } from './fixtures/document-calls.js';
import { FarSide } from './fixtures/far-side.js';
import type { CallView } from './fixtures/outbound-rig.js';
import { documentsAt, far, farSide, rig } from './fixtures/rig-and-far-side.js';
import { retentionJob } from './store/retention-job.js';

const late = { retry: { delaysMs: [3_600_000], jitter: 0, giveUpAfterMs: 86_400_000 } };
const by = { by: 'ayse', reason: 'the ERP is being moved' };

describe('a target that a person has paused', () => {
  it('gets no call from any replica until it is resumed, and then all of them by themselves', async () => {
    const type = await farSide({ keys: true });
    const { name } = type.target;
    await rig.replica([type]);
    await rig.replica([type]);
    const register = rig.targets([type]);
    await register.pause(name, by);
    const commands = await Promise.all(['A-1', 'B-1', 'C-1'].map((reference) => rig.enqueue(type, reference)));
    const other = await another();
    expect(far.ledger).toEqual([]);
    expect(await register.get(name)).toMatchObject({
      gate: 'open', pause: { by: 'ayse', until: null, reason: by.reason }, waiting: [{ state: 'pending', count: 3, atLeast: false, forAPerson: 0 }],
    });
    await register.resume(name, by);
    for (const command of commands) expect(await rig.ended(command)).toMatchObject({ state: 'completed', attempts: 0 });
    expect([...far.ledger].sort()).toEqual(['A-1', 'B-1', 'C-1']);
    expect((await rig.audit.of({ kind: 'target', id: name })).map(({ act, by: who }) => [act, who])).toEqual([
      ['pause', 'ayse'], ['resume', 'ayse'],
    ]);
    await other.stop();
  });

  /** Another target's call, made meanwhile: whoever waits for it knows that workers have gone round. */
  async function another(): Promise<FarSide> {
    const beside = new FarSide({ keys: true });
    const type = documentsAt(await beside.start());
    await rig.replica([type]);
    await rig.ended(await rig.enqueue(type, 'Z-1'));
    return beside;
  }

  it('is called again when its time is over, without anyone', async () => {
    const type = await farSide({ keys: true });
    await rig.targets([type]).pause(type.target.name, by, { until: new Date(Date.now() + 3_600_000).toISOString() });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    await rig.pool.query('UPDATE outbound_pause SET until = now() WHERE target = $1', [type.target.name]);
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect((await rig.targets([type]).get(type.target.name)).pause).toBeNull();
  });

  it('is paused otherwise only by who has seen how it is paused: no pause is replaced unseen', async () => {
    const type = await farSide({});
    const { name } = type.target;
    const register = rig.targets([type]);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const { pause: seen } = await register.pause(name, by, { until });
    expect(seen).toMatchObject({ ...by, until });
    const deniz = { by: 'deniz', reason: 'a test of the books' };
    const refusedFor = (who: string) => ({ code: 'target-already-paused', message: expect.stringContaining(`${who} has paused it since`) as string });
    await expect(register.pause(name, deniz)).rejects.toMatchObject(refusedFor('ayse'));
    await expect(register.pause(name, deniz, { seen: { ...seen!, until: null } })).rejects.toMatchObject(refusedFor('ayse'));
    expect((await register.get(name)).pause).toEqual(seen);
    expect((await register.pause(name, deniz, { seen: seen! })).pause).toEqual({ ...deniz, since: seen!.since, until: null });
    await expect(register.pause(name, by, { seen: seen! })).rejects.toMatchObject(refusedFor('deniz'));
    const entries = await rig.audit.of({ kind: 'target', id: name });
    expect(entries.map(({ by: who, detail }) => [who, detail])).toEqual([
      ['ayse', { until }],
      ['deniz', { until: null, replaced: seen }],
    ]);
  });

  it('is paused by one of two who try at the same time, and by whoever comes once that pause is over', async () => {
    const type = await farSide({});
    const { name } = type.target;
    const register = rig.targets([type]);
    const tried = await Promise.allSettled(['ayse', 'deniz'].map((who) => register.pause(name, { by: who, reason: 'a test' })));
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await rig.pool.query('UPDATE outbound_pause SET until = now() WHERE target = $1', [name]);
    expect((await register.pause(name, by)).pause).toMatchObject(by);
  });

  it('can be resumed only while it is paused, and only one that is known can be either', async () => {
    const type = await farSide({});
    const register = rig.targets([type]);
    await expect(register.resume(type.target.name, by)).rejects.toMatchObject({ code: 'target-not-paused' });
    await expect(register.pause('elsewhere', by)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what waits at a target', () => {
  it('is counted up to a bound, with what is uncertain and under way far behind', async () => {
    const type = await farSide({ keys: true });
    const { name } = type.target;
    const stored = async (count: number, columns: Readonly<Record<string, string>> = {}, target = name) => {
      const names = Object.keys(columns).map((column) => `, ${column}`).join('');
      const values = Object.values(columns).map((value) => `, ${value}`).join('');
      await rig.pool.query(
        `INSERT INTO outbound_open_call
           (target, type, order_key, repeat_key, data, cause_id, correlation_id, accepted_at, created_at${names})
         SELECT $1, 'x', i, i, '1', 'c', 'c', 0, '2026-01-01T00:00:00Z'${values} FROM generate_series(1, $2::integer) AS i`,
        [target, count],
      );
    };
    const beside = writeDocument({ ...type.target, name: `${name}-questions` });
    await stored(20);
    await stored(3, {}, beside.target.name);
    await stored(2, { state: `'unknown'`, uncertain_since: 'now()', due_at: `'infinity'` });
    await stored(1, { state: `'processing'`, lease_until: `now() + interval '1 hour'` });
    await rig.pool.query(
      `INSERT INTO lease (name, owner) SELECT 'outbound/' || $1 || '/slot/1', 'a/b/' || max(id) FROM outbound_open_call`,
      [name],
    );
    const oldest = '2026-01-01T00:00:00.000Z';
    const waiting = (pending: number, atLeast: boolean) => [
      { state: 'pending', count: pending, atLeast, forAPerson: 0, oldest },
      { state: 'processing', count: 1, atLeast: false, forAPerson: 0, oldest },
      { state: 'unknown', count: 2, atLeast: false, forAPerson: 2, oldest },
    ];
    const bounded = rig.targets([type, beside], 5);
    expect((await bounded.get(name)).waiting).toEqual(waiting(5, true));
    const few = [{ state: 'pending', count: 3, atLeast: false, forAPerson: 0, oldest }];
    expect((await bounded.get(beside.target.name)).waiting, 'what others have waiting hides nothing').toEqual(few);
    expect((await rig.targets([type]).get(name)).waiting).toEqual(waiting(20, false));
    await rig.pool.query('DELETE FROM outbound_open_call WHERE target = ANY ($1)', [[name, beside.target.name]]);
    await rig.pool.query(`DELETE FROM lease WHERE name = 'outbound/' || $1 || '/slot/1'`, [name]);
  });
});

describe('a pending call', () => {
  it('is tried now where a person does not want to wait', async () => {
    const type = await farSide({ keys: true }, late);
    far.fail('POST', 'A-1', { kind: 'answer', status: 403 });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    const { id } = await rig.until(command, 'it waits', ({ state, attempts }) => state === 'pending' && attempts === 1);
    await rig.register([type]).decide(id, { decision: 'try-now', ...by });
    expect(await rig.ended(command)).toMatchObject({ state: 'completed', attempts: 1 });
    const [entry] = await rig.audit.of({ kind: 'outgoing-call', id });
    expect(entry).toMatchObject({ act: 'try-now', by: 'ayse', reason: by.reason, detail: { from: 'pending', to: 'pending' } });
  });

  it('is withdrawn by a person: never sent, and whoever waits for it is told that it is dead', async () => {
    const told: string[] = [];
    const type = await farSide({ keys: true }, {}, { told });
    const command = await rig.enqueue(type, 'A-1');
    const { id } = await rig.view(command);
    await rig.register([type]).decide(id, { decision: 'withdraw', ...by });
    await rig.replica([type]);
    const next = await rig.enqueue(type, 'A-2');
    await rig.ended(next);
    expect(await rig.view(command)).toMatchObject({ state: 'withdrawn', tried: [] });
    expect(told).toEqual(['dead', 'done']);
    expect(await rig.command(command)).toEqual({ state: 'finished', replied: true });
    expect(far.ledger).toEqual(['A-2']);
  });

  it('has no outcome to be stated, and one that waits for a person no time to be hurried', async () => {
    const type = await farSide({}, { repeat: 'never' });
    const command = await rig.enqueue(type, 'A-1');
    const { id } = await rig.view(command);
    const register = rig.register([type]);
    const refusedAs = (code: string) => expect.objectContaining({ code });
    await expect(register.decide(id, { decision: 'done', result: { number: 1 }, ...by })).rejects.toEqual(refusedAs('decision-not-possible'));
    far.fail('POST', 'A-1', { kind: 'cut-before' });
    await rig.replica([type]);
    await rig.until(command, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
    await expect(register.decide(id, { decision: 'try-now', ...by })).rejects.toEqual(refusedAs('decision-not-possible'));
    await expect(register.decide(id, { decision: 'withdraw', ...by })).rejects.toEqual(refusedAs('decision-not-possible'));
    expect(await rig.audit.of({ kind: 'outgoing-call', id })).toEqual([]);
  });
});

describe('ended calls', () => {
  it('are let go of with all that belongs to them once they are old, and not sooner, whoever asks', async () => {
    const type = await farSide({ keys: true });
    await rig.replica([type]);
    const calls: CallView[] = [];
    for (const reference of ['A-1', 'B-1', 'C-1', 'D-1']) calls.push(await rig.ended(await rig.enqueue(type, reference)));
    const days = [90, 61, 59, 0];
    for (const [place, { id }] of calls.entries()) {
      await rig.pool.query('UPDATE outbound_ended_call SET ended_at = now() - make_interval(days => $2) WHERE id = $1', [id, days[place]]);
    }
    const kept = async () => {
      const { rows } = await rig.pool.query<{ id: string }>(
        'SELECT id FROM outbound_ended_call WHERE target = $1 AND id IN (SELECT call_id FROM outbound_attempt) ORDER BY id',
        [type.target.name],
      );
      return rows.map(({ id }) => calls.findIndex((call) => call.id === id));
    };
    const job = retentionJob(60, 1);
    await eventually('nothing is left to do', async () => (await rig.core.transactions.run((db) => job.step(db))) === 0);
    expect(await kept()).toEqual([2, 3]);
    await rig.core.transactions.run((db) => retentionJob(0).step(db));
    expect(await kept()).toEqual([3]);
    await rig.core.transactions.run((db) => retentionJob(-1).step(db));
    expect(await kept()).toEqual([3]);
  });
});
