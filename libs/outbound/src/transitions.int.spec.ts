import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { done } from './call/answer.js';
import { CallState, mayBecome } from './call/call-state.js';
import type { CallType } from './call/call-type.js';
import { type DocumentData, type DocumentResult, fastTarget, writeDocument } from './fixtures/document-calls.js';
import { OutboundRig } from './fixtures/outbound-rig.js';
import { Decision } from './admin/decision.js';
import { ended, goesOn, type Step } from './policy/call-progress.js';
import { forAPerson } from './policy/next-act.js';
import { type CallRow, type Result, takenCall } from './store/outbound-call.js';
import { queryable } from './store/queryable.js';
import { callColumns } from './store/statements.js';

let rig: OutboundRig;
let type: CallType<DocumentData, DocumentResult>;
let count = 0;

beforeAll(async () => {
  rig = await OutboundRig.open();
  type = writeDocument(fastTarget('states', 'http://127.0.0.1:1', {}));
});
afterAll(() => rig.close());

interface Subject {
  readonly command: string;
  readonly id: string;
  /** The row as it was when it was open. */
  readonly row: CallRow;
}

const processing = `state = 'processing', lease_version = 1, lease_until = now() + interval '1 hour'`;
const expired = `state = 'processing', lease_version = 1, lease_until = now() - interval '1 second'`;
const unknown = `state = 'unknown', uncertain_since = now(), act = 'look-up'`;
/** Its key lives for an hour. */
const keyExpired = `first_sent_at = now() - interval '1 day'`;
const inState: Readonly<Record<string, { readonly state: CallState; readonly set?: string; readonly decide?: Decision }>> = {
  pending: { state: 'pending' },
  processing: { state: 'processing', set: processing },
  'processing, lease over': { state: 'processing', set: expired },
  unknown: { state: 'unknown', set: unknown },
  'unknown, its key expired': { state: 'unknown', set: `${unknown}, ${keyExpired}` },
  completed: { state: 'completed', set: unknown, decide: 'done' },
  failed: { state: 'failed', set: unknown, decide: 'give-up' },
  withdrawn: { state: 'withdrawn', decide: 'withdraw' },
};

async function subject({ set, decide }: (typeof inState)[string]): Promise<Subject> {
  count += 1;
  const command = await rig.enqueue(type, `S-${count}`);
  const { id } = await rig.view(command);
  if (set !== undefined) await rig.pool.query(`UPDATE outbound_open_call SET ${set} WHERE id = $1`, [id]);
  const { rows } = await rig.pool.query<CallRow>(`SELECT ${callColumns} FROM outbound_open_call c WHERE id = $1`, [id]);
  if (decide !== undefined) await decides(decide)({ command, id, row: rows[0]! });
  return { command, id, row: rows[0]! };
}

const decides = (decision: Decision) => async ({ id }: Subject) => {
  await rig.register([type]).decide(id, { decision, by: 'ayse', reason: 'a test', result: { number: 7 } });
};

/** Records a result under the lease that the call has, or had. */
const settles = (how: 'settle' | 'expire', stepOf: (result: ReturnType<typeof takenCall>) => Step) => async ({ row }: Subject) => {
  const call = { ...takenCall(row), leaseVersion: 1 };
  const attempt = {
    act: 'send', startedAt: Date.now(), finishedAt: Date.now(), result: 'test', reason: null, request: null, response: null,
  } as const;
  const result: Result = { call, step: stepOf(call), attempt, traceparent: undefined };
  await rig.core.transactions.run((db) => rig.store[how](db, [result]));
};

const steps: Readonly<Record<string, (call: ReturnType<typeof takenCall>) => Step>> = {
  pending: ({ progress }) => ({ ...goesOn(progress, { dueInMs: 60_000, uncertainSince: null }) }),
  unknown: ({ progress }) => forAPerson(progress, { now: Date.now() }),
  completed: ({ progress }) => ended(progress, done({ number: 7 })),
  failed: ({ progress }) => ended(progress, { kind: 'dead', code: 'test', detail: '' }),
};

const acts: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  'is claimed': async () => {
    const taking = { slots: ['outbound/states/slot/1'], atMost: 100, owner: 'test', leaseMs: 60_000 };
    const claim = { target: 'states', types: [type.type], ...taking };
    await rig.pool.query(`INSERT INTO lease (name) VALUES ('outbound/states/slot/1') ON CONFLICT (name) DO UPDATE SET owner = NULL`);
    await rig.store.claim(queryable(rig.pool), claim);
  },
  'is withdrawn by its command': ({ command }) => rig.core.transactions.run((db) => rig.store.withdraw(db, command)),
  'is recalled': () => rig.store.recall(queryable(rig.pool), 'states'),
  ...Object.fromEntries(Object.values(Decision).map((one) => [`has ${one} decided about it`, decides(one)])),
  ...Object.fromEntries(
    Object.entries(steps).flatMap(([to, step]) => [
      [`has a result that leads to ${to}`, settles('settle', step)],
      [`is found without a lease, and becomes ${to}`, settles('expire', step)],
    ]),
  ),
};

describe('the statements take a call', () => {
  const seen = new Set<string>();

  for (const [name, given] of Object.entries(inState)) {
    for (const [act, carryOut] of Object.entries(acts)) {
      it(`only where it may go: a call that is ${name} ${act}`, async () => {
        const one = await subject(given);
        await rig.pool.query('UPDATE outbound_open_call SET due_at = $2 WHERE id <> $1', [one.id, 'infinity']);
        await carryOut(one).catch(() => undefined);
        const { state } = (await rig.view(one.command)) as { state: CallState };
        if (state !== given.state) seen.add(`${given.state} > ${state}`);
        expect(state === given.state || mayBecome(given.state, state), `${given.state} > ${state}`).toBe(true);
      });
    }
  }

  it('wherever it may go', () => {
    const states = Object.values(CallState);
    const legal = states.flatMap((from) => states.filter((to) => mayBecome(from, to)).map((to) => `${from} > ${to}`));
    expect([...seen].sort()).toEqual(legal.sort());
  });
});

describe('the history of a call', () => {
  it('tells every state it was in, and what brought it there', async () => {
    const one = await subject({ state: 'processing', set: `${processing}, ${keyExpired}` });
    await settles('settle', steps['unknown']!)(one);
    await decides('repeat')(one);
    await decides('withdraw')(one);
    const { history } = await rig.register([type]).get(one.id);
    expect(history.map(({ to, by }) => `${to} ${by}`)).toEqual([
      'pending enqueued', 'processing taken', 'unknown test', 'pending repeat', 'withdrawn withdraw',
    ]);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted());
  });

  it('tells of the withdrawal by its command, and of a restore', async () => {
    const one = await subject(inState['pending']!);
    await rig.core.transactions.run((db) => rig.store.withdraw(db, one.command));
    const other = await subject(inState['unknown']!);
    await rig.pool.query('INSERT INTO outbound_restore (calls) VALUES (1)');
    const told = async ({ id }: Subject) => (await rig.register([type]).get(id)).history.map(({ to, by }) => `${to} ${by}`);
    expect(await told(one)).toEqual(['pending enqueued', 'withdrawn withdrawn']);
    await eventually('the restore is told', async () => (await told(other)).includes('unknown restored'));
  });

  it('of very many attempts tells the first and the last, and how many there are between', async () => {
    const one = await subject(inState['pending']!);
    await rig.pool.query(
      `INSERT INTO outbound_attempt (call_id, lease_version, act, started_at, finished_at, result, led_to, settled_at)
       SELECT $1, n, 'send', at, at, 'transient', 'pending', at
       FROM (SELECT n, now() + n * interval '1 second' AS at FROM generate_series(1, 86400) AS n) AS each_second`,
      [one.id],
    );
    const { tried, triedBetween, history, createdAt } = await rig.register([type]).get(one.id);
    expect([tried.length, triedBetween, history.length]).toEqual([200, 86_200, 401]);
    const seconds = tried.map(({ startedAt }) => Math.floor((Date.parse(startedAt) - Date.parse(createdAt)) / 1_000));
    expect([seconds[0], seconds[99], seconds[100], seconds[199]]).toEqual([1, 100, 86_301, 86_400]);
  });
});
