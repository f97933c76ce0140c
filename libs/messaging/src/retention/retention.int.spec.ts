import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chunkStatements } from '../consumer/chunk-statements.js';
import { testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { SingletonJob } from '../job/singleton-job.js';
import { derivedId, newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { retentionJobs } from './retention-jobs.js';
import type { RetentionPolicy } from './retention-policy.js';

const DAY_MS = 86_400_000;
const policy: RetentionPolicy = {
  inboxDays: 30, inboxDaysAhead: 3, commandDays: 60, heldDays: 28, everyMs: 3_600_000, batch: 2,
};

let messaging: TestMessaging;
let core: MessagingCore;

beforeAll(async () => {
  messaging = await testMessaging();
  core = await messaging.core();
  await core.jobs.stop();
});

afterAll(() => messaging.close());

beforeEach(async () => {
  await sql('TRUNCATE inbox, command, held_message, lease CASCADE');
  for (const { name } of await partitions()) await sql(`DROP TABLE ${name}`);
});

async function sql<R extends object>(text: string, ...params: unknown[]): Promise<R[]> {
  return (await messaging.pool.query<R>(text, params)).rows;
}

function partitions(): Promise<{ name: string }[]> {
  return sql(`SELECT inhrelid::regclass::text AS name FROM pg_inherits
              WHERE inhparent = 'inbox'::regclass AND inhrelid <> 'inbox_default'::regclass ORDER BY name`);
}

/** A day counted from today (UTC), by the database's clock. */
async function day(fromToday: number): Promise<{ partition: string; startsAt: number }> {
  const [row] = await sql<{ partition: string; startsAt: string }>(
    `SELECT 'inbox_' || to_char(d, 'YYYYMMDD') AS partition, extract(epoch FROM d) * 1000 AS "startsAt"
     FROM (SELECT (now() AT TIME ZONE 'UTC')::date + $1::integer AS d) days`,
    fromToday,
  );
  return { partition: row!.partition, startsAt: Number(row!.startsAt) };
}

async function openDay(fromToday: number): Promise<void> {
  await sql(`SELECT open_inbox_day((now() AT TIME ZONE 'UTC')::date + $1::integer)`, fromToday);
}

/** An id that was accepted in the middle of a day. */
async function idOfDay(fromToday: number): Promise<string> {
  return derivedId((await day(fromToday)).startsAt + DAY_MS / 2, newId());
}

/** Whether the inbox takes an id for new. */
async function enter(id: string): Promise<boolean> {
  return (await chunkStatements.enterInbox(core.database, 'tester', [id])).has(0);
}

async function enteredDaysAgo(days: number, id: string): Promise<void> {
  await enter(id);
  await sql('UPDATE inbox SET entered_at = now() - make_interval(days => $2) WHERE message_id = $1', id, days);
}

async function placeOf(id: string): Promise<string | undefined> {
  const rows = await sql<{ name: string }>('SELECT tableoid::regclass::text AS name FROM inbox WHERE message_id = $1', id);
  return rows[0]?.name;
}

async function look(): Promise<void> {
  for (const job of retentionJobs(policy)) await new SingletonJob(core.transactions, { ...job, name: newId() }).round();
}

describe('the inbox', () => {
  it('has a partition for today and for each of the next days, and none twice', async () => {
    await look();
    await look();
    const days = await Promise.all([0, 1, 2, 3].map(day));
    expect(await partitions()).toEqual(days.map(({ partition }) => ({ name: partition })));
  });

  it('knows a message that arrives again just after midnight', async () => {
    await look();
    const midnight = (await day(1)).startsAt;
    const id = derivedId(midnight - 1, 'the last one of its day');
    expect(await enter(id)).toBe(true);
    expect(await placeOf(id)).toBe((await day(0)).partition);
    await enter(derivedId(midnight, 'the first one of the next day'));
    await look();
    expect(await enter(id)).toBe(false);
  });

  it('control: kept by the day of arrival, it would take that message for new', async () => {
    await sql('CREATE TABLE inbox_by_arrival (day date, message_id uuid, PRIMARY KEY (day, message_id))');
    const arrives = async (onDay: string, id: string) =>
      (await sql('INSERT INTO inbox_by_arrival VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1', onDay, id)).length > 0;
    const id = newId();
    expect([await arrives('2026-11-21', id), await arrives('2026-11-22', id)]).toEqual([true, true]);
  });

  it('keeps ids of no day that has a partition: older ones, far ones, and those without a time', async () => {
    await look();
    const ids = [await idOfDay(-400), await idOfDay(400), '3f2504e0-4f89-41d3-9a0c-0305e82c3301'];
    for (const id of ids) {
      expect(await enter(id)).toBe(true);
      expect(await placeOf(id)).toBe('inbox_default');
      expect(await enter(id)).toBe(false);
    }
  });

  it('moves what came before a partition was made, and still knows it', async () => {
    const id = await idOfDay(0);
    await enter(id);
    expect(await placeOf(id)).toBe('inbox_default');
    await look();
    expect(await placeOf(id)).toBe((await day(0)).partition);
    expect(await enter(id)).toBe(false);
  });

  it('lets go of a day once it ended before the retention, and not sooner', async () => {
    await openDay(-policy.inboxDays - 1);
    await openDay(-policy.inboxDays);
    const [old, young] = [await idOfDay(-policy.inboxDays - 1), await idOfDay(-policy.inboxDays)];
    await enteredDaysAgo(policy.inboxDays + 1, old);
    await enteredDaysAgo(policy.inboxDays, young);
    await look();
    expect(await placeOf(old)).toBeUndefined();
    expect(await placeOf(young)).toBe((await day(-policy.inboxDays)).partition);
  });

  it('still knows a late message of a day that was let go: an answer that came after weeks, and comes again', async () => {
    await openDay(-policy.inboxDays - 1);
    const id = await idOfDay(-policy.inboxDays - 1);
    await enter(id);
    await look();
    expect(await placeOf(id)).toBe('inbox_default');
    expect(await enter(id)).toBe(false);
  });

  it('control: a partition dropped by its day alone would forget that message', async () => {
    await openDay(-policy.inboxDays - 1);
    const id = await idOfDay(-policy.inboxDays - 1);
    await enter(id);
    await sql(`DROP TABLE ${(await day(-policy.inboxDays - 1)).partition}`);
    expect(await enter(id)).toBe(true);
  });

  it('forgets what the default partition has had for longer than the retention, in batches', async () => {
    const old = await Promise.all([-100, -200, 400, 500, 600].map(idOfDay));
    for (const id of old) await enteredDaysAgo(policy.inboxDays + 1, id);
    const young = await idOfDay(-100);
    await enteredDaysAgo(policy.inboxDays - 1, young);
    await look();
    expect(await sql('SELECT message_id AS id FROM inbox')).toEqual([{ id: young }]);
  });

  it('can be looked after by two replicas at once: one of them fails or does nothing, and nothing is lost', async () => {
    await openDay(-policy.inboxDays - 1);
    const ids = await Promise.all([-policy.inboxDays - 1, 0, 1].map(idOfDay));
    for (const id of ids) await enter(id);
    await Promise.all([look(), look()]);
    await look();
    expect(await partitions()).toHaveLength(1 + policy.inboxDaysAhead);
    for (const id of ids) expect(await enter(id)).toBe(false);
  });

  it('needs no right to change tables', async () => {
    const role = `service_${newId().slice(-12)}`;
    await sql(`CREATE ROLE ${role}`);
    await sql(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`);
    await openDay(-policy.inboxDays - 1);
    const transactions: Pick<typeof core.transactions, 'run'> = {
      run: (work) =>
        core.transactions.run(async (db) => {
          await db.query(`SET LOCAL ROLE ${role}`);
          return work(db);
        }),
    };
    for (const job of retentionJobs(policy)) await new SingletonJob(transactions, job).round();
    await sql(`DROP OWNED BY ${role}`);
    await sql(`DROP ROLE ${role}`);
    expect(await partitions()).toHaveLength(1 + policy.inboxDaysAhead);
  });
});

let seq = 0;

/** A held message; by default nobody else's key is that of it. */
async function held(
  state: string, heldDaysAgo: number, resolvedDaysAgo: number | null, { topic = 't', key = newId() } = {},
): Promise<string> {
  const [row] = await sql<{ id: string }>(
    `INSERT INTO held_message (consumer, topic, partition, seq, message_id, correlation_id, headers, recorded_at, state,
       blocks, held_at, resolved_at, key)
     VALUES ('tester', $5, 0, $1, gen_random_uuid(), 'c', '[]', now(), $2, false,
       now() - make_interval(days => $3), now() - make_interval(days => $4), $6) RETURNING id`,
    (seq += 1), state, heldDaysAgo, resolvedDaysAgo, topic, Buffer.from(key),
  );
  await sql(`INSERT INTO held_act (held_id, act, actor) VALUES ($1, 'redrive', 'ada')`, row!.id);
  return row!.id;
}

describe('commands', () => {
  const command = async (
    daysOld: number, endedDaysAgo: number | null, { state = 'finished', topic = 't', key = 'k' } = {},
  ): Promise<string> => {
    const id = await idOfDay(-daysOld);
    await sql(
      `INSERT INTO command (command_id, topic, key, state, reply, ended_at)
       VALUES ($1, $5, $6, $2, $3, now() - make_interval(days => $4))`,
      id, endedDaysAgo === null ? 'running' : state, endedDaysAgo === null ? null : Buffer.from('reply'), endedDaysAgo, topic, key,
    );
    return id;
  };
  const left = async (): Promise<string[]> =>
    (await sql<{ id: string }>('SELECT command_id AS id FROM command')).map(({ id }) => id).toSorted();

  it('are forgotten once they ended before the retention; one that runs, or ended since, is kept', async () => {
    await Promise.all([61, 70, 80].map((days) => command(days + 1, days)));
    const kept = [await command(400, null), await command(400, 59), await command(62, 1)];
    await look();
    expect(await left()).toEqual(kept.toSorted());
  });

  it('are kept while a held message may bring them back, however old: a withdrawn one would be done after all', async () => {
    const [order, other] = ['sipariş 1', newId()];
    await held('dead', 80, null, { key: order });
    await held('waiting', 80, null, { key: other });
    const kept = [await command(81, 80, { state: 'withdrawn', key: order }), await command(81, 79, { key: other })];
    await command(81, 80, { key: order, topic: 'of other commands' });
    await look();
    expect(await left()).toEqual(kept.toSorted());
    await sql(`UPDATE held_message SET state = CASE state WHEN 'dead' THEN 'discarded' ELSE 'handled' END, resolved_at = now()`);
    await look();
    expect(await left()).toEqual([]);
  });
});

describe('held messages', () => {
  it('are deleted with their acts once they were resolved before the retention; open ones are kept for ever', async () => {
    for (const days of [29, 40, 50]) await held('handled', days + 1, days);
    await held('discarded', 40, 29);
    const kept = [await held('dead', 400, null), await held('waiting', 400, null), await held('discarded', 400, 27)];
    await look();
    const left = await sql<{ id: string }>('SELECT id FROM held_message');
    expect(left.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
    expect(await sql('SELECT FROM held_act')).toHaveLength(kept.length);
  });

  it('are kept while another of their key is open, which may be another record of the same message', async () => {
    const key = newId();
    const discarded = await held('discarded', 40, 35, { key });
    const open = await held('dead', 50, null, { key });
    await held('handled', 40, 35);
    await sql(`UPDATE held_message SET value = 'of a customer', headers = '[["a","Yg=="]]'`);
    const ids = async (): Promise<string[]> => (await sql<{ id: string }>('SELECT id FROM held_message')).map(({ id }) => id);
    await look();
    expect((await ids()).toSorted()).toEqual([discarded, open].toSorted());
    const kept = await sql<{ state: string; value: Buffer | null; headers: unknown }>('SELECT state, value, headers FROM held_message ORDER BY state');
    expect(kept).toEqual([
      { state: 'dead', value: Buffer.from('of a customer'), headers: [['a', 'Yg==']] },
      { state: 'discarded', value: null, headers: [] },
    ]);
    await sql(`UPDATE held_message SET state = 'handled', resolved_at = now() WHERE id = $1`, open);
    await look();
    expect(await ids()).toEqual([open]);
  });
});

describe('batches of operators', () => {
  it('are deleted with their things once they ended before the retention; what runs is kept', async () => {
    const batch = async (state: string, endedDaysAgo: number | null): Promise<string> => {
      const [row] = await sql<{ id: string }>(
        `INSERT INTO operator_batch (id, kind, act, actor, reason, filter, options, per_second, total, state, ended_at)
         VALUES (gen_random_uuid(), 'k', 'a', 'ada', 'r', '{}', '{}', 1, 1, $1, now() - make_interval(days => $2)) RETURNING id`,
        state, endedDaysAgo,
      );
      await sql(`INSERT INTO operator_batch_item (batch_id, position, subject_id) VALUES ($1, 1, 's')`, row!.id);
      return row!.id;
    };
    for (const days of [29, 400]) await batch('done', days);
    const kept = [await batch('running', null), await batch('cancelled', 27)];
    await look();
    const left = await sql<{ id: string }>('SELECT batch_id AS id FROM operator_batch_item');
    expect(left.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
  });
});
