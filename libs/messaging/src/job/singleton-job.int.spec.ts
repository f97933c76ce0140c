import { eventually } from '@kervan/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import type { MessagingCore } from '../messaging-core.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { Lease } from './lease.js';
import { type Job, SingletonJob } from './singleton-job.js';

const HOUR_MS = 3_600_000;
const STEPS = 20;

let messaging: TestMessaging;
let core: MessagingCore;

beforeAll(async () => {
  messaging = await testMessaging();
  core = await messaging.core();
});

afterAll(() => messaging.close());

afterEach(() => messaging.pool.query('DELETE FROM lease'));

function replica(job: Pick<Job, 'step'> & Partial<Job>): SingletonJob {
  return new SingletonJob(core.transactions, { name: 'test', everyMs: HOUR_MS, ...job });
}

/** Work of so many steps, which notes who does it, and how many do it at once. */
function work(steps = STEPS) {
  const seen = { by: [] as string[], atOnce: 0, mostAtOnce: 0, left: steps };
  const step = (name: string) => async (db: DatabaseTransaction) => {
    if (seen.left === 0) return 0;
    seen.left -= 1;
    seen.by.push(name);
    seen.mostAtOnce = Math.max(seen.mostAtOnce, (seen.atOnce += 1));
    await db.query('SELECT pg_sleep(0.01)');
    seen.atOnce -= 1;
    return 1;
  };
  return { seen, step };
}

describe('a job that one replica does for all', () => {
  it('goes on step by step until nothing is left, and tells of each step once it is committed', async () => {
    const { seen, step } = work(3);
    const counts: number[] = [];
    await replica({ step: step('a'), committed: (count) => counts.push(count) }).round();
    expect(seen.left).toBe(0);
    expect(counts).toEqual([1, 1, 1]);
  });

  it('is done by one of two replicas that begin together', async () => {
    const { seen, step } = work();
    await Promise.all(['a', 'b'].map((name) => replica({ step: step(name) }).round()));
    expect(seen).toMatchObject({ left: 0, mostAtOnce: 1 });
    expect(new Set(seen.by).size).toBe(1);
  });

  it('control: with a lease of their own each, both would do it at once', async () => {
    const { seen, step } = work();
    await Promise.all(['a', 'b'].map((name) => replica({ name, step: step(name) }).round()));
    expect(seen.mostAtOnce).toBe(2);
  });

  it('goes to another replica once the first has stopped', async () => {
    const { seen, step } = work(1);
    const [first, second] = [replica({ step: step('first') }), replica({ step: step('second') })];
    await first.round();
    seen.left = 1;
    await second.round();
    expect(seen.left).toBe(1);
    await first.stop();
    await second.round();
    expect(seen.by).toEqual(['first', 'second']);
  });

  it('begins with a round at once when it is started', async () => {
    const { seen, step } = work(1);
    const job = replica({ step: step('a') });
    job.start();
    await eventually('the work is done', () => seen.left === 0);
    await job.stop();
  });

  it('is undone where it fails, and done by the next round', async () => {
    let fails = true;
    await messaging.pool.query('CREATE TABLE done (name text)');
    const job = replica({
      async step(db) {
        const todo = await db.query(`INSERT INTO done SELECT 'work' WHERE NOT EXISTS (SELECT FROM done) RETURNING 1`);
        if (fails) throw new Error('no');
        return todo.length;
      },
    });
    const done = async () => (await messaging.pool.query('SELECT FROM done')).rowCount;
    await job.round();
    expect(await done()).toBe(0);
    fails = false;
    await job.round();
    expect(await done()).toBe(1);
  });
});

describe('a lease', () => {
  const hold = (lease: Lease) => core.transactions.run((db) => lease.hold(db));
  const row = async () =>
    (await messaging.pool.query(`SELECT epoch::int, until > now() AS lasts FROM lease WHERE name = 'x'`)).rows[0];

  it('is its holder\'s until its time has run, by the clock of the database', async () => {
    const [a, b] = [new Lease('x', HOUR_MS), new Lease('x', HOUR_MS)];
    expect([await hold(a), await hold(b), await hold(a)]).toEqual([true, false, true]);
    expect(await row()).toEqual({ epoch: 1, lasts: true });
    await messaging.pool.query(`UPDATE lease SET until = now() - interval '1 second' WHERE name = 'x'`);
    expect([await hold(b), await hold(a)]).toEqual([true, false]);
    expect(await row()).toEqual({ epoch: 2, lasts: true });
  });

  it('can be given back by its holder alone', async () => {
    const [a, b] = [new Lease('x', HOUR_MS), new Lease('x', HOUR_MS)];
    await hold(a);
    await core.transactions.run((db) => b.giveBack(db));
    expect(await hold(b)).toBe(false);
    await core.transactions.run((db) => a.giveBack(db));
    expect(await hold(b)).toBe(true);
  });
});
