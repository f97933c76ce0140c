import { join } from 'node:path';
import { catalogue } from '@kervan/contracts';
import type { Span } from '../../inspect/span.js';
import { linesIn, objectIn, type Line } from '../../inspect/written-lines.js';
import type { Installation, ServiceName } from '../../platform/services.js';
import { deadLettersOf } from '../../topics/create-topics.js';
import { readRecords, type LyingRecord } from '../../topics/read-records.js';
import { inEveryDatabase, type Database } from './databases.js';
import { committedIn, type Committed } from './outboxes.js';

/** What reaches a saga when its timer fires. */
export const TIMER = 'kervan.fulfilment.StepDeadlineReached';

/** How far a service has come in a partition. */
export interface PositionRow {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
}

/** A message that was put aside. */
export interface HeldRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly state: string;
  /** Whether later messages of its key wait for it. */
  readonly blocks: boolean;
  readonly correlationId: string;
  readonly detail: string | null;
  readonly heldAt: Date;
  /** When it was run or discarded; null while it is open. */
  readonly resolvedAt: Date | null;
}

/** A saga as it stands. */
export interface SagaRow {
  readonly id: string;
  readonly orderNumber: string;
  readonly step: string;
  readonly status: string;
  readonly direction: string;
  readonly revision: number;
  readonly overdue: boolean;
  /** Whether it has a deadline, and no timer waits for that or for a time before it, nor leaves the outbox. */
  readonly untimed: boolean;
}

/** One input that a saga has taken. */
export interface HistoryRow {
  readonly id: string;
  readonly revision: number;
  readonly messageId: string;
  readonly input: string;
  readonly effect: string;
  readonly step: string;
  readonly attempt: number;
  readonly status: string;
  readonly direction: string;
  readonly at: Date;
}

/** An outgoing call. */
export interface CallRow {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly orderKey: string;
  readonly repeatKey: string;
  readonly correlationId: string;
  readonly attempts: number;
}

/** A table that a service keeps for itself, as text: for what must not stand there. */
export interface ServiceRows {
  readonly service: ServiceName;
  readonly positions: readonly PositionRow[];
  /** Ids of the messages that it has taken in, and when the transaction began that did. */
  readonly inbox: ReadonlyMap<string, Date>;
  readonly held: readonly HeldRow[];
  /** Ids of outputs that wait to be sent. */
  readonly unsent: readonly { readonly topic: string; readonly messageId: string; readonly correlationId: string | null }[];
  /** What its outbox was ever given, where that was remembered. */
  readonly committed?: readonly Committed[];
  /** What it keeps of requests and answers of its calls, and of persons' acts: masked, and so without a secret. */
  readonly kept: readonly string[];
  /** Only where it makes outgoing calls. */
  readonly calls?: readonly CallRow[];
  /** Only where it runs sagas. */
  readonly sagas?: readonly SagaRow[];
  readonly history?: readonly HistoryRow[];
}

/** What names a span, and its parent. */
export type SpanName = Pick<Span, 'traceId' | 'spanId' | 'parentSpanId' | 'service' | 'name'>;

/** What the topics, databases and files of an installation say at one moment. Of spans, of which there are very many, only their names. */
export interface Facts {
  readonly records: readonly LyingRecord[];
  readonly services: readonly ServiceRows[];
  readonly logs: readonly Line[];
  readonly spans: readonly SpanName[];
}

/** Reads it all. @throws where the stack does not answer. */
export async function readFacts(installation: Installation): Promise<Facts> {
  const records: LyingRecord[] = [];
  const names = [...catalogue.topics, ...deadLettersOf(catalogue.topics)].map(({ name }) => name);
  // Databases first: what is committed by then is on the topics, or waits in an outbox that was read.
  const services = await inEveryDatabase(installation, rowsOf);
  await readRecords(installation.stack.kafkaBrokers, names, (record) => records.push(record));
  const logs: Line[] = [];
  for await (const line of linesIn(join(installation.folder, 'logs'))) logs.push(line);
  return { records, services, logs, spans: await spansIn(join(installation.folder, 'spans')) };
}

async function spansIn(folder: string): Promise<SpanName[]> {
  const spans: SpanName[] = [];
  for await (const line of linesIn(folder)) {
    const span = objectIn<Span>(line);
    if (!span) continue;
    const { traceId, spanId, parentSpanId, service, name } = span;
    spans.push({ traceId, spanId, parentSpanId, service, name });
  }
  return spans;
}

/** What the tables of one service say. */
export async function rowsOf(database: Database): Promise<ServiceRows> {
  const { service, query } = database;
  const tables = new Set((await query<{ name: string }>(`SELECT tablename AS name FROM pg_tables`)).map(({ name }) => name));
  const committed = await committedIn(database);
  return {
    service,
    positions: (await query<Record<'topic' | 'partition' | 'next', string>>(
      'SELECT topic, partition, next_offset AS next FROM consumer_progress ORDER BY topic, partition',
    )).map(({ topic, partition, next }) => ({ topic, partition: Number(partition), next: BigInt(next) })),
    inbox: new Map((await query<{ id: string; at: Date }>('SELECT message_id AS id, entered_at AS at FROM inbox')).map(({ id, at }) => [id, at])),
    held: (await query<Omit<HeldRow, 'offset'> & { offset: string }>(
      `SELECT topic, partition, seq AS offset, convert_from(key, 'UTF8') AS key, state, blocks,
         correlation_id AS "correlationId", cause_detail AS detail, held_at AS "heldAt", resolved_at AS "resolvedAt"
       FROM held_message`,
    )).map((row) => ({ ...row, offset: BigInt(row.offset) })),
    unsent: await query(
      `SELECT topic, message_id AS "messageId", headers->>'ce_correlationid' AS "correlationId" FROM outbox_message`,
    ),
    kept: [
      ...(tables.has('outbound_attempt') ? await textsIn(database, 'outbound_attempt') : []),
      ...(tables.has('audit_entry') ? await textsIn(database, 'audit_entry') : []),
    ],
    ...(committed && { committed }),
    ...(tables.has('outbound_open_call') && { calls: await callsIn(database) }),
    ...(tables.has('saga_instance') && { sagas: await sagasIn(database), history: await historyIn(database) }),
  };
}

async function textsIn({ query }: Database, table: string): Promise<string[]> {
  return (await query<{ text: string }>(`SELECT t::text AS text FROM ${table} t`)).map(({ text }) => text);
}

function callsIn({ query }: Database): Promise<CallRow[]> {
  return query(
    `SELECT id, type, state, order_key AS "orderKey", repeat_key AS "repeatKey", correlation_id AS "correlationId", attempts
     FROM outbound_call ORDER BY id`,
  );
}

/** In one statement, since a timer that fires goes from its table to the outbox at once. */
function sagasIn({ query }: Database): Promise<SagaRow[]> {
  return query(
    `SELECT id, order_number AS "orderNumber", step, status, direction, revision,
       coalesce(deadline_at < now() - interval '5 seconds', false) AS overdue,
       deadline_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM scheduled_message t WHERE t.name = s.definition || ':' || s.id AND t.due_at <= s.deadline_at)
         AND NOT EXISTS (SELECT FROM outbox_message o WHERE o.key = convert_to(s.id::text, 'UTF8') AND o.headers->>'ce_type' = $1)
         AS untimed
     FROM saga_instance s`,
    [TIMER],
  );
}

function historyIn({ query }: Database): Promise<HistoryRow[]> {
  return query(
    `SELECT instance_id AS id, revision, message_id AS "messageId", input, effect, step, attempt, status, direction, at
     FROM saga_history ORDER BY instance_id, revision`,
  );
}
