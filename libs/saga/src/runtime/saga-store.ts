import type { DatabaseTransaction } from '@kervan/messaging';
import type { Input } from '../core/input.js';
import { attemptOf, type Instance } from '../core/instance.js';
import type { HistoryEntry } from '../core/turn.js';
import { instanceColumns, instanceOf, stateOf, type InstanceRow } from './instance-row.js';

/** An instance as the store knows it: how its data looks is its definition's business. */
export type AnyInstance = Instance<{ readonly orderNumber: string }, unknown>;

/** One line of history with the message that made it. */
export interface HistoryLine {
  readonly instanceId: string;
  readonly revision: number;
  readonly messageId: string;
  /** Full name of the message's record. */
  readonly input: string;
  readonly entry: HistoryEntry;
}

/** An input that came before the start of its saga. */
export interface EarlyMessage {
  readonly instanceId: string;
  readonly messageId: string;
  readonly input: Input;
}

/** The statements that a chunk of saga inputs needs; each is for any number of sagas. */
export interface SagaStore {
  /**
   * Waits its turn at sagas that may not exist yet, of whom there is no row to lock: until this transaction ends, nobody
   * else starts them or keeps an input for them. The statements behind it see what was done there before.
   *
   * In one order for everyone. Ids that share a hash wait for one another, and no harm comes of it.
   */
  awaitTurn(db: DatabaseTransaction, ids: readonly string[]): Promise<void>;
  /** The database's time, which timers go by; milliseconds since 1970. */
  time(db: DatabaseTransaction): Promise<number>;
  /**
   * Locks the sagas that exist until the transaction ends, in the order of their ids: two chunks cannot deadlock.
   * The bodies of their orders are not read.
   */
  lock(db: DatabaseTransaction, ids: readonly string[]): Promise<ReadonlyMap<string, AnyInstance>>;
  /** Reads the bodies of the orders of locked sagas; returns the sagas with them. */
  readOrders(db: DatabaseTransaction, locked: readonly AnyInstance[]): Promise<readonly AnyInstance[]>;
  /** What had come for sagas that have not started, in its order of coming. */
  early(db: DatabaseTransaction, ids: readonly string[]): Promise<readonly EarlyMessage[]>;
  /** Stores new sagas and returns the ids of those that are stored; the others had been started by someone else. */
  start(db: DatabaseTransaction, fresh: readonly AnyInstance[], now: number): Promise<ReadonlySet<string>>;
  /** Writes sagas back that are locked. */
  save(db: DatabaseTransaction, changed: readonly AnyInstance[], now: number): Promise<void>;
  /** Stores bodies of orders; each revision once. */
  storeOrders(db: DatabaseTransaction, instances: readonly AnyInstance[]): Promise<void>;
  record(db: DatabaseTransaction, lines: readonly HistoryLine[], now: number): Promise<void>;
  keep(db: DatabaseTransaction, messages: readonly EarlyMessage[], now: number): Promise<void>;
  /** Forgets early messages, these and no others: their sagas have taken them over. */
  forget(db: DatabaseTransaction, messages: readonly EarlyMessage[]): Promise<void>;
}

/** The store in Postgres. */
export const sagaStore: SagaStore = {
  async awaitTurn(db, ids) {
    if (ids.length === 0) return;
    await db.query(
      `SELECT pg_advisory_xact_lock(turn.hash)
       FROM (SELECT DISTINCT hashtextextended('saga ' || id, 0) AS hash FROM unnest($1::uuid[]) id ORDER BY hash) turn`,
      [ids],
    );
  },

  async time(db) {
    const [row] = await db.query<{ now: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`, []);
    return row!.now.getTime();
  },

  async lock(db, ids) {
    const rows = await db.query<InstanceRow>(
      `SELECT ${instanceColumns} FROM saga_instance WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, instanceOf(row)]));
  },

  async readOrders(db, locked) {
    if (locked.length === 0) return [];
    const rows = await db.query<{ instance_id: string; body: unknown }>(
      `SELECT stored.instance_id, stored.body
       FROM unnest($1::uuid[], $2::integer[]) AS wanted (id, revision)
       JOIN saga_order_body stored ON stored.instance_id = wanted.id AND stored.revision = wanted.revision`,
      [locked.map(({ id }) => id), locked.map(({ order }) => order.revision)],
    );
    const bodyOf = new Map(rows.map(({ instance_id: id, body }) => [id, body]));
    return locked.map((instance) => {
      const { id, order } = instance;
      const body = bodyOf.get(id);
      if (body === undefined) throw new Error(`saga ${id} has no body of revision ${order.revision}`);
      return { ...instance, order: { revision: order.revision, value: () => body } };
    });
  },

  async early(db, ids) {
    if (ids.length === 0) return [];
    return db.query<EarlyMessage>(
      `SELECT instance_id AS "instanceId", message_id AS "messageId", input FROM saga_early_message
       WHERE instance_id = ANY($1::uuid[]) ORDER BY kept_at, message_id`,
      [ids],
    );
  },

  async start(db, fresh, now) {
    if (fresh.length === 0) return new Set();
    const rows = await db.query<{ id: string }>(
      `INSERT INTO saga_instance (id, definition, version, order_number, step, attempt, status, direction, deadline_at,
         attention_code, attention_detail, attention_since, order_revision, revision, state, started_at, updated_at)
       SELECT new.* FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::integer[],
         $7::text[], $8::text[], $9::timestamptz[], $10::text[], $11::text[], $12::timestamptz[], $13::integer[],
         $14::integer[], $15::json[], $16::timestamptz[], $17::timestamptz[]) AS new (id) ORDER BY new.id
       ON CONFLICT (id) DO NOTHING
       RETURNING id`,
      [
        fresh.map(({ id }) => id),
        fresh.map(({ definition }) => definition),
        fresh.map(({ version }) => version),
        fresh.map(({ opened }) => opened.orderNumber),
        ...columnsOf(fresh),
        fresh.map(({ startedAt }) => iso(startedAt)),
        fresh.map(() => iso(now)),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  },

  async save(db, changed, now) {
    if (changed.length === 0) return;
    await db.query(
      `UPDATE saga_instance SET step = new.step, attempt = new.attempt, status = new.status,
         direction = new.direction, deadline_at = new.deadline_at, attention_code = new.attention_code,
         attention_detail = new.attention_detail, attention_since = new.attention_since,
         order_revision = new.order_revision, revision = new.revision, state = new.state, updated_at = $13
       FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::timestamptz[], $7::text[],
         $8::text[], $9::timestamptz[], $10::integer[], $11::integer[], $12::json[]) AS new (id, step, attempt, status,
         direction, deadline_at, attention_code, attention_detail, attention_since, order_revision, revision, state)
       WHERE saga_instance.id = new.id`,
      [changed.map(({ id }) => id), ...columnsOf(changed), iso(now)],
    );
  },

  async storeOrders(db, instances) {
    if (instances.length === 0) return;
    await db.query(
      `INSERT INTO saga_order_body (instance_id, revision, body)
       SELECT * FROM unnest($1::uuid[], $2::integer[], $3::json[])`,
      [
        instances.map(({ id }) => id),
        instances.map(({ order }) => order.revision),
        instances.map(({ order }) => JSON.stringify(order.value())),
      ],
    );
  },

  async record(db, lines, now) {
    if (lines.length === 0) return;
    await db.query(
      `INSERT INTO saga_history (instance_id, revision, at, message_id, input, effect, step, attempt, status, direction,
         detail)
       SELECT id, revision, $3, message_id, input, effect, step, attempt, status, direction, detail
       FROM unnest($1::uuid[], $2::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::text[],
         $10::text[], $11::text[])
         AS line (id, revision, message_id, input, effect, step, attempt, status, direction, detail)`,
      [
        lines.map(({ instanceId }) => instanceId),
        lines.map(({ revision }) => revision),
        iso(now),
        lines.map(({ messageId }) => messageId),
        lines.map(({ input }) => input),
        lines.map(({ entry }) => entry.effect),
        lines.map(({ entry }) => entry.step),
        lines.map(({ entry }) => entry.attempt),
        lines.map(({ entry }) => entry.status),
        lines.map(({ entry }) => entry.direction),
        lines.map(({ entry }) => entry.detail),
      ],
    );
  },

  async keep(db, messages, now) {
    if (messages.length === 0) return;
    await db.query(
      `INSERT INTO saga_early_message (instance_id, message_id, input, kept_at)
       SELECT id, message_id, input, $4 FROM unnest($1::uuid[], $2::uuid[], $3::json[]) 
         AS early (id, message_id, input)`,
      [
        messages.map(({ instanceId }) => instanceId),
        messages.map(({ messageId }) => messageId),
        messages.map(({ input }) => JSON.stringify(input)),
        iso(now),
      ],
    );
  },

  async forget(db, messages) {
    if (messages.length === 0) return;
    await db.query(
      `DELETE FROM saga_early_message USING unnest($1::uuid[], $2::uuid[]) AS taken (instance_id, message_id)
       WHERE saga_early_message.instance_id = taken.instance_id AND saga_early_message.message_id = taken.message_id`,
      [messages.map(({ instanceId }) => instanceId), messages.map(({ messageId }) => messageId)],
    );
  },
};

/** What changes from step to step, column by column: from `step` to `state`. */
function columnsOf(instances: readonly AnyInstance[]): unknown[][] {
  return [
    instances.map(({ step }) => step),
    instances.map((instance) => attemptOf(instance)),
    instances.map(({ status }) => status),
    instances.map(({ direction }) => direction),
    instances.map(({ deadlineAt }) => (deadlineAt === null ? null : iso(deadlineAt))),
    instances.map(({ attention }) => attention?.code ?? null),
    instances.map(({ attention }) => attention?.detail ?? null),
    instances.map(({ attention }) => attention?.since ?? null),
    instances.map(({ order }) => order.revision),
    instances.map(({ revision }) => revision),
    instances.map((instance) => JSON.stringify(stateOf(instance))),
  ];
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
