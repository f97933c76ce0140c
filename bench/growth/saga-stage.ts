import { OrderPlaced } from '@kervan/contracts';
import { preparePlatform } from '@kervan/tools/platform/platform';
import { planOf, type Installation } from '@kervan/tools/platform/services';
import { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { Kafka, logLevel } from 'kafkajs';
import { registerSchemas } from '@kervan/messaging';
import pg from 'pg';
import { hopCatalogue, PLACED } from '../hop/hop-topics.js';
import { writeBacklog } from '../hop/backlog.js';
import type { BenchStack } from '../measure/bench-stack.js';
import type { Contender, RunningContender } from '../measure/rounds.js';
import { nameOf, settle } from './hop-growth.js';

const ORDERS = 'sales.order.events.v1';
const STARTED = 'erp.document.commands.v1';
const DATABASE = 'order-orchestrator';

/**
 * The orchestrator alone, which starts a saga for each order of a backlog: instance, history, the order's body, the
 * deadline's message and the first command, while others wait in its tables.
 */
export class SagaStage {
  private constructor(
    private readonly bench: BenchStack,
    private readonly installation: Installation,
    private readonly backlog: number,
  ) {}

  static async open(bench: BenchStack, backlog: number, tell: (sentence: string) => void): Promise<SagaStage> {
    const installation = await preparePlatform({ ...bench, only: [DATABASE], tell });
    const { kafkaBrokers, schemaRegistryUrl } = bench.stack;
    const ids = await registerSchemas({ url: schemaRegistryUrl }, hopCatalogue('bench', { placed: PLACED, taken: 'bench.taken.events.v1' }));
    const schemaId = ids.get(OrderPlaced.fullName) ?? 0;
    await writeBacklog({ brokers: kafkaBrokers.split(','), topic: ORDERS, schemaId, count: backlog });
    return new SagaStage(bench, installation, backlog);
  }

  contender(waiting: number): Contender {
    const name = nameOf('sagas', waiting);
    return { name, start: () => this.start(name, waiting) };
  }

  private async start(name: string, waiting: number): Promise<RunningContender> {
    await this.onDatabase(async (client) => {
      await client.query(emptied);
      for (const statement of waitingSagas) await client.query(statement, [waiting]);
      await settle(client, 'saga_instance, saga_history, saga_order_body, scheduled_message');
    });
    const admin = new Kafka({ brokers: this.bench.stack.kafkaBrokers.split(','), clientId: 'bench', logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const sent = async (): Promise<number> => (await admin.fetchTopicOffsets(STARTED)).reduce((sum, { offset }) => sum + Number(offset), 0);
    const before = await sent();
    const plan = planOf(DATABASE, this.installation);
    const service = ManagedProcess.start({ ...plan, ready: async () => (await sent()) > before, readyWithinMs: 120_000 });
    this.bench.onStart(service);
    await service.ready();
    return {
      processes: new Map([[service.pid, name]]),
      done: async () => {
        const done = (await sent()) - before;
        if (done >= this.backlog) throw new Error(`the backlog of ${this.backlog} orders was too short`);
        return done;
      },
      finish: async () => {
        await service.stop();
        const done = (await sent()) - before;
        await admin.disconnect();
        const stored = await this.onDatabase(async (client) => {
          const { rows } = await client.query<{ sagas: number; unsent: number }>(
            `SELECT (SELECT count(*) FROM saga_instance)::integer AS sagas,
               (SELECT count(*) FROM outbox_message WHERE topic = $1)::integer AS unsent`,
            [STARTED],
          );
          return rows[0] as { sagas: number; unsent: number };
        });
        if (stored.sagas - waiting !== done + stored.unsent) throw new Error(`not whole: ${JSON.stringify({ ...stored, waiting, done })}`);
      },
    };
  }

  private async onDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const { pathname } = new URL(this.installation.databaseUrls.get(DATABASE) ?? '');
    const client = new pg.Client({ connectionString: Object.assign(new URL(this.bench.stack.databaseUrl), { pathname }).href });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

const emptied = `
  TRUNCATE saga_instance, saga_history, saga_order_body, saga_early_message, scheduled_message, outbox_message, inbox, consumer_progress,
    held_message CASCADE`;

/** Sagas that wait for a payment for weeks, each with what the tables keep of one: $1 of them. */
const waitingSagas = [
  `INSERT INTO saga_instance (id, definition, version, order_number, step, attempt, status, direction, deadline_at, order_revision, revision, state,
     started_at, updated_at)
   SELECT md5('waiting ' || n)::uuid, 'order-to-invoice', 1, 'waiting-' || n, 'settle', 1, 'waiting', 'forward', now() + interval '30 days', 1, 8,
     json_build_object('erpOrderNumber', 'SO-' || n, 'invoice', json_build_object('number', 'AMF2026' || lpad(n::text, 9, '0'), 'grossMinor', 36582)),
     now() - interval '1 day', now() - interval '1 day'
   FROM generate_series(1, $1::integer) n`,
  `INSERT INTO saga_order_body (instance_id, revision, body)
   SELECT md5('waiting ' || n)::uuid, 1, json_build_object('orderNumber', 'waiting-' || n, 'lines', (SELECT json_agg(json_build_object(
     'lineNumber', l, 'articleId', 'A-100' || l, 'name', 'Deterjan 4 kg', 'quantity', '1', 'unitPrice', '319.99', 'amountMinor', 31999)) FROM generate_series(1, 5) l))
   FROM generate_series(1, $1::integer) n`,
  `INSERT INTO saga_history (instance_id, revision, at, message_id, input, effect, step, attempt, status, direction, detail)
   SELECT md5('waiting ' || n)::uuid, revision, now() - interval '1 day', md5('message ' || n || ' ' || revision)::uuid, 'kervan.sales.OrderPlaced', 'advanced',
     'post-order', 1, 'running', 'forward', ''
   FROM generate_series(1, $1::integer) n, generate_series(1, 8) revision`,
  `INSERT INTO scheduled_message (name, due_at, lane, topic, key, message_id, value, headers)
   SELECT 'waiting ' || n, now() + interval '30 days', n % 12, 'fulfilment.order.commands.v1', convert_to(md5('waiting ' || n), 'UTF8'),
     md5('deadline ' || n)::uuid, convert_to(repeat('x', 80), 'UTF8'), '{"ce_type":"kervan.fulfilment.StepDeadlineReached"}'
   FROM generate_series(1, $1::integer) n`,
] as const;
