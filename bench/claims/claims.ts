import { randomBytes } from 'node:crypto';
import { messagingMigrations, openPool } from '@kervan/messaging';
import { outboundMigrations } from '@kervan/outbound';
import { outboundStatements } from '@kervan/outbound/parts';
import { migrate } from '@kervan/service-host';
import { readCommandLine, refuseCommandLine } from '@kervan/tools/command/command-line';
import pg from 'pg';
import { benchOn, tell } from '../measure/bench-command.js';
import { startBenchPostgres } from '../measure/bench-stack.js';
import type { DatabaseSettings } from '../measure/database-watch.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { type Spread, spreadOf } from '../measure/statistics.js';
import { claim, ClaimWork } from './measure.js';
import { fillEnded, fillQueue, planOf } from './queue.js';
import { type ClaimCase, renderClaims } from './report.js';
import { shapes } from './shapes.js';

/** `npm run bench:claims`: what it costs to take calls from a queue, the more of them wait and the more have ended. */
const usage = `Usage: npm run bench:claims [-- --waiting 1000,10000,100000,1000000 --ended 1000000 --rounds 5 --cycles 50]

Fills the tables of outgoing calls in a database of its own, and takes calls from them as a worker does. On a Postgres of its own,
or on the one that DATABASE_URL names. The result is kept under bench/results of a run with a million waiting and ended, where what
is committed is on the disk.`;

const A_MILLION = 1_000_000;

const { values } = readCommandLine({
  usage,
  accepts: {
    options: {
      waiting: { type: 'string', default: '1000,10000,100000,1000000' },
      ended: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      cycles: { type: 'string', default: '50' },
    },
  },
});
const waiting = String(values.waiting).split(',').map(Number);
const [ended = 0, rounds = 0, cycles = 0] = [values.ended, values.rounds, values.cycles].map(Number);
if (![...waiting, rounds, cycles].every((count) => count > 0) || !(ended >= 0)) refuseCommandLine(usage, 'All of these are numbers above 0.');

const given = process.env['DATABASE_URL'];
const starting = given === undefined ? startBenchPostgres() : Promise.resolve({ stack: { databaseUrl: given }, stop: async () => undefined });

await benchOn<{ readonly stack: { readonly databaseUrl: string }; stop(): Promise<void> }>(starting, async ({ stack }) => {
  const settings = await settingsOf(stack.databaseUrl);
  const made = madeWith(settings, ['pg']);
  return inOwnDatabase(stack.databaseUrl, async (url) => {
    await migrate('bench', { url }, [...messagingMigrations, ...outboundMigrations]);
    const filling = new pg.Pool({ connectionString: url, max: 1 });
    const pool = openPool({ database: { url }, name: 'bench claims', max: 3 });
    try {
      tell(`${ended} ended calls …`);
      await fillEnded(filling, ended);
      const retentionMs = await retention(pool);
      const cases: ClaimCase[] = [];
      for (const count of waiting) for (const shape of shapes) cases.push(await measured(filling, pool, shape, count));
      const report = renderClaims({ made, ended, rounds, cycles, retentionMs }, cases);
      const isKept = settings.fsync === 'on' && settings.synchronousCommit === 'on' && ended >= A_MILLION && Math.max(...waiting) >= A_MILLION;
      if (isKept) keepResult('claims', made.startedAt, report);
      console.log(`\n${report}`);
      return true;
    } finally {
      await Promise.all([filling.end(), pool.end()]);
    }
  });
});

async function measured(filling: pg.Pool, pool: pg.Pool, shape: (typeof shapes)[number], count: number): Promise<ClaimCase> {
  await fillQueue(filling, count, shape);
  const work = new ClaimWork(pool);
  await work.prepare();
  await work.round(cycles);
  const done: ClaimCase['rounds'][number][] = [];
  for (let round = 0; round < rounds; round += 1) done.push(await work.round(cycles));
  const params = [claim.target, claim.slots, claim.atMost, claim.owner, claim.leaseMs, null, 1, claim.types];
  const plan = await planOf(pool, outboundStatements.claim, params);
  tell(`${shape.name}, ${count} waiting: ${spreadOf(done.map(({ p50 }) => p50)).median.toFixed(2)} ms a claim`);
  return { shape, waiting: count, rounds: done, plan };
}

/** A step of the retention that finds nothing: what it costs each hour, however many have ended. */
async function retention(pool: pg.Pool): Promise<Spread> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await pool.query('SELECT forget_outbound_calls(now() - make_interval(days => $1), $2)', [60, 5_000]);
    times.push(performance.now() - from);
  }
  return spreadOf(times);
}

async function settingsOf(serverUrl: string): Promise<DatabaseSettings> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<DatabaseSettings>(
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS "synchronousCommit"`,
  );
  await client.end();
  return rows[0] as DatabaseSettings;
}

async function inOwnDatabase(serverUrl: string, use: (url: string) => Promise<boolean>): Promise<boolean> {
  const name = `bench_claims_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return await use(url.href);
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  }
}
