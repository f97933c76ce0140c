import { afterAll, beforeAll, expect, it } from 'vitest';
import { fastTarget, writeDocument } from '../fixtures/document-calls.js';
import { OutboundRig } from '../fixtures/outbound-rig.js';
import { queryable } from './queryable.js';
import { openCalls, pausedTargets, waitingCalls } from './standing-calls.js';

let rig: OutboundRig;

beforeAll(async () => {
  rig = await OutboundRig.open();
});
afterAll(() => rig.close());

it('open calls are counted by target and state, targets without any included, and those that wait for a person', async () => {
  const type = writeDocument(fastTarget('busy', 'http://127.0.0.1:1', {}));
  const first = await rig.enqueue(type, 'A-1');
  await rig.enqueue(type, 'A-2');
  await rig.pool.query(
    `UPDATE outbound_open_call SET state = 'unknown', uncertain_since = now() - interval '1 hour', due_at = 'infinity' WHERE command_id = $1`,
    [first],
  );
  const db = queryable(rig.pool);
  const counts = Object.fromEntries(
    (await openCalls(db, ['busy', 'idle'])).map(({ labels, count }) => [`${String(labels['target'])} ${String(labels['state'])}`, count]),
  );
  expect(counts).toEqual({
    'busy pending': 1, 'busy processing': 0, 'busy unknown': 1, 'idle pending': 0, 'idle processing': 0, 'idle unknown': 0,
  });
  const waiting = await waitingCalls(db);
  expect(waiting.count).toBe(1);
  expect(Math.round(waiting.oldestSeconds! / 60)).toBe(60);
});

it('open calls of a target that nobody here knows are counted, too', async () => {
  await rig.enqueue(writeDocument(fastTarget('of-a-later-release', 'http://127.0.0.1:1', {})), 'B-1');
  const told = await openCalls(queryable(rig.pool), []);
  const [pending] = told.filter(({ labels }) => labels['target'] === 'of-a-later-release' && labels['state'] === 'pending');
  expect(pending).toMatchObject({ count: 1, oldestSeconds: expect.any(Number) });
});

it('paused targets are told with the time since, others with none', async () => {
  await rig.pool.query(
    `INSERT INTO outbound_pause (target, since, until, actor, reason) VALUES
       ('busy', now() - interval '1 hour', 'infinity', 'ayse', 'moved'), ('over', now() - interval '1 day', now(), 'ayse', 'moved')`,
  );
  const told = await pausedTargets(queryable(rig.pool), ['busy', 'over', 'idle']);
  expect(told.map(({ labels, count, oldestSeconds }) => [labels['target'], count, Math.round(oldestSeconds! / 60)])).toEqual([
    ['busy', 1, 60], ['over', 0, 0], ['idle', 0, 0],
  ]);
});
