import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { readLedgers } from '../../judge/read-ledgers.js';
import { urlOf, type Installation, type ServiceName } from '../../platform/services.js';
import { inEveryDatabase, type Database } from './databases.js';
import type { Found } from './found.js';

const LOOK_EVERY_MS = 500;
const PAGE = 200;
const who = { by: 'checker', reason: 'the cause is mended' };

/** How long is waited for the services to have done it; milliseconds. */
export interface Within {
  readonly withinMs: number;
}

/**
 * I14, first part: has every held message of every service run again, as an operator would once the cause is mended.
 *
 * @returns a finding for each service in which some are left.
 */
export async function redriveAll(installation: Installation, { withinMs }: Within): Promise<Found[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    const open = await inEveryDatabase(installation, async ({ service, query }) => {
      const rows = await query<{ id: string; state: string; cause: string | null }>(
        `SELECT id, state, cause_code AS cause FROM held_message WHERE state IN ('waiting', 'dead') ORDER BY seq`,
      );
      return { service, rows };
    });
    const left = open.filter(({ rows }) => rows.length > 0);
    if (left.length === 0) return [];
    if (performance.now() > end) {
      return left.map(({ service, rows }) => found('held-left', `${rows.length} of ${service} are held after a redrive, the first for ${rows[0]?.cause}`));
    }
    for (const { service, rows } of left) {
      for (const { id } of rows.filter(({ state }) => state === 'dead').slice(0, PAGE)) await redrive(installation, service, id);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/**
 * I14, second part: has every service read all its topics again from where they begin, and tells what that has changed.
 *
 * Positions are set back in the databases, as a restored backup would: services notice by themselves.
 *
 * @returns findings where an effect was added, or where a service has not come to the end again in time.
 */
export async function replayAll(installation: Installation, { withinMs }: Within): Promise<Found[]> {
  const before = await standing(installation);
  const ends = await inEveryDatabase(installation, positionsOf);
  const firsts = await firstOffsets(installation);
  await inEveryDatabase(installation, async ({ query }) => {
    await query(
      `UPDATE consumer_progress p SET next_offset = f.first
       FROM unnest($1::text[], $2::integer[], $3::bigint[]) f (topic, partition, first)
       WHERE p.topic = f.topic AND p.partition = f.partition`,
      [firsts.map(({ topic }) => topic), firsts.map(({ partition }) => partition), firsts.map(({ first }) => first)],
    );
  });
  const end = performance.now() + withinMs;
  while (!(await reached(installation, ends))) {
    if (performance.now() > end) return [found('replay-not-ended', `positions were not reached again within ${withinMs / 1_000} s`)];
    await pause(LOOK_EVERY_MS);
  }
  const after = await standing(installation);
  return Object.entries(after)
    .filter(([what, count]) => count !== before[what])
    .map(([what, count]) => found('replay-effect', `${what}: ${before[what]} before, ${count} after the replay`));
}

async function redrive({ ports, secrets }: Installation, service: ServiceName, id: string): Promise<void> {
  const headers = { Authorization: `Bearer ${secrets.operatorKey}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${urlOf(service, { ports })}/admin/held/${id}/redrive`, { method: 'POST', headers, body: JSON.stringify(who) });
  if (!answer.ok && answer.status !== 409) throw new Error(`the redrive of ${id} of ${service} was answered ${answer.status}`);
}

/** Counts of all that an order leads to. */
async function standing(installation: Installation): Promise<Readonly<Record<string, number>>> {
  const { erp, integrator } = await readLedgers(join(installation.folder, 'sandbox'));
  const rows = await inEveryDatabase(installation, async ({ service, query }) => {
    const [{ sagas } = { sagas: null }] = await query<{ sagas: string | null }>(`SELECT to_regclass('saga_history')::text AS sagas`);
    const [counts] = await query<Record<'inbox' | 'commands' | 'held' | 'inputs', number>>(
      `SELECT (SELECT count(*) FROM inbox)::integer AS inbox, (SELECT count(*) FROM command)::integer AS commands,
         (SELECT count(*) FROM held_message)::integer AS held,
         ${sagas === null ? '0' : '(SELECT count(*) FROM saga_history)'}::integer AS inputs`,
    );
    return Object.entries(counts ?? {}).map(([what, count]) => [`${what} of ${service}`, count] as const);
  });
  const outside = { 'documents of the ERP': erp.length, 'lines of the integrator': integrator.length };
  return { ...outside, ...Object.fromEntries(rows.flat()) };
}

interface Reached {
  readonly service: ServiceName;
  readonly positions: ReadonlyMap<string, bigint>;
}

async function positionsOf({ service, query }: Database): Promise<Reached> {
  const rows = await query<{ name: string; next: string }>(`SELECT topic || '/' || partition AS name, next_offset AS next FROM consumer_progress`);
  return { service, positions: new Map(rows.map(({ name, next }) => [name, BigInt(next)])) };
}

async function reached(installation: Installation, wanted: readonly Reached[]): Promise<boolean> {
  const now = new Map((await inEveryDatabase(installation, positionsOf)).map(({ service, positions }) => [service, positions]));
  return wanted.every(({ service, positions }) => {
    return [...positions].every(([name, next]) => (now.get(service)?.get(name) ?? 0n) >= next);
  });
}

async function firstOffsets({ stack }: Installation): Promise<{ topic: string; partition: number; first: string }[]> {
  const admin = new Kafka({ brokers: stack.kafkaBrokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => /\.v\d+$/.test(topic));
    const read = topics.map(async (topic) => {
      return (await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => ({ topic, partition, first: low }));
    });
    return (await Promise.all(read)).flat();
  } finally {
    await admin.disconnect();
  }
}

function found(code: string, detail: string): Found {
  return { invariant: 'I14', code, detail };
}
