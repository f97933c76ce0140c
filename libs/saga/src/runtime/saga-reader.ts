import type { QueryResultRow, Pool } from 'pg';
import { openPool, type Standing } from '@kervan/messaging';
import { cursorAfter, type DatabaseConnection, type Page } from '@kervan/service-host';
import type { SagaData, SagaDefinition, SagaOrder } from '../definition/saga-definition.js';
import type { Seen } from '../core/input.js';
import type { DoneAct, Instance, OperatorAct, SagaDirection, SagaStatus } from '../core/instance.js';
import { possibleActs } from '../core/possible-acts.js';
import { remainingSteps } from '../core/remaining-steps.js';
import { instanceColumns, instanceOf, type InstanceRow } from './instance-row.js';
import type { SagaVersions } from './saga-runtime.js';

/** Which sagas are wanted; without a status, those that have not ended. */
export interface SagaFilter {
  readonly status?: SagaStatus | undefined;
  readonly orderNumber?: string | undefined;
  /** The current step. */
  readonly step?: string | undefined;
  /** Why a person is asked. */
  readonly code?: string | undefined;
  readonly direction?: SagaDirection | undefined;
}

/** A saga of a filter, as it stood when it was selected. */
export interface SelectedSaga {
  readonly id: string;
  readonly seen: Seen;
}

/** How many sagas of a filter stand at one place. */
export interface SagaCount {
  readonly step: string;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  readonly code: string | null;
  readonly count: number;
}

/** Where a saga stands, as the core sees it: for asking what an act would do. Holds personal data. */
export interface SagaStand<Data extends SagaData, Order extends SagaOrder> {
  readonly definition: SagaDefinition<Data, Order>;
  readonly instance: Instance<Data, Order>;
}

/** Whoever runs a statement. */
type Querying = { query<R>(sql: string, params?: readonly unknown[]): Promise<R[]> };

/** Which part of the answer is wanted. */
export interface SagaPage {
  readonly limit: number;
  /** When the last one of the page before had last taken an input, and its id. */
  readonly after?: readonly [string, string] | undefined;
}

/** A saga as an operator sees it. Holds nothing personal. Instants are ISO 8601. */
export interface SagaSummary {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly version: number;
  /** How many inputs it has taken. An act that names it is for this moment of the saga alone. */
  readonly revision: number;
  readonly step: string;
  readonly attempt: number;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  /** Why a person is asked, and since when; null unless one is. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly since: string | null;
  readonly startedAt: string;
  /** When it last took an input. */
  readonly updatedAt: string;
  readonly deadlineAt: string | null;
  /** The steps before it, the current one first. */
  readonly remaining: readonly string[];
  /** The acts of operators that have an effect on it now. */
  readonly possible: readonly OperatorAct[];
  /** The last act that had an effect, with who acted and why; for one that is paused, its pause. */
  readonly lastAct: DoneAct | null;
  /** What its steps have made so far. */
  readonly documents: readonly unknown[];
}

/** One input that a saga took, and what it led to. */
export interface SagaHistoryEntry {
  readonly at: string;
  readonly messageId: string;
  readonly input: string;
  readonly effect: string;
  readonly step: string;
  readonly attempt: number;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  readonly detail: string;
}

interface Row extends InstanceRow {
  readonly order_number: string;
  readonly attempt: number;
  readonly updated_at: Date;
}

interface HistoryRow extends Omit<SagaHistoryEntry, 'at' | 'messageId'> {
  readonly at: Date;
  readonly message_id: string;
}

const columns = `${instanceColumns}, order_number, attempt, updated_at`;

/** The rows of a filter, in the order of `filterOf`; without a status or an order's number, those that have not ended. */
const filtered = `($1::text IS NULL OR status = $1)
  AND ($1::text IS NOT NULL OR $2::text IS NOT NULL OR status NOT IN ('completed', 'compensated'))
  AND ($2::text IS NULL OR order_number = $2) AND ($3::text IS NULL OR step = $3)
  AND ($4::text IS NULL OR (status = 'needs_attention' AND attention_code = $4))
  AND ($5::text IS NULL OR direction = $5)`;

const filterOf = ({ status, orderNumber, step, code, direction }: SagaFilter): unknown[] =>
  [status, orderNumber, step, code, direction].map((value) => value ?? null);

const OPEN: readonly SagaStatus[] = ['running', 'waiting', 'needs_attention', 'paused'];

/**
 * Looks at sagas for administration; changes nothing and locks nothing.
 *
 * What may read the whole table, as a list of ended sagas does, has connections of its own: acts and metrics wait for none.
 */
export class SagaReader<Data extends SagaData = SagaData, Order extends SagaOrder = SagaOrder> {
  private readonly pool: Pool;
  private readonly lists: Pool;

  constructor(
    database: DatabaseConnection,
    private readonly versions: SagaVersions<Data, Order>,
  ) {
    this.pool = openPool({ database, name: 'saga reader', max: 2 });
    this.lists = openPool({ database, name: 'saga lists', max: 2 });
  }

  /** A page of sagas, the one that has not moved for longest first, and where it ends if there are more. */
  async list(filter: SagaFilter, { limit, after }: SagaPage): Promise<Page<SagaSummary>> {
    const rows = await this.rows<Row>(
      `SELECT ${columns} FROM saga_instance
       WHERE ${filtered} AND ($6::timestamptz IS NULL OR (updated_at, id) > ($6::timestamptz, $7::uuid))
       ORDER BY updated_at, id LIMIT $8`,
      [...filterOf(filter), after?.[0], after?.[1], limit + 1],
      this.lists,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > limit && last ? { next: cursorAfter(last.updated_at, last.id) } : {};
    return { items: page.map((row) => this.summaryOf(row)), ...more };
  }

  /** The sagas of a filter, the one that has not moved for longest first. @param db where to look. */
  async select(db: Querying, filter: SagaFilter, limit: number): Promise<SelectedSaga[]> {
    const rows = await db.query<Seen & { readonly id: string }>(
      `SELECT id, revision, attention_code AS code FROM saga_instance WHERE ${filtered} ORDER BY updated_at, id LIMIT $6`,
      [...filterOf(filter), limit],
    );
    return rows.map(({ id, ...seen }) => ({ id, seen }));
  }

  /** Whether a filter selects this saga now. @param db where to look. */
  async selects(db: Querying, filter: SagaFilter, orderId: string): Promise<boolean> {
    const rows = await db.query(`SELECT id FROM saga_instance WHERE ${filtered} AND id = $6`, [...filterOf(filter), orderId]);
    return rows.length > 0;
  }

  /** How many sagas of a filter stand where, the most first. */
  async counts(filter: SagaFilter): Promise<SagaCount[]> {
    return this.rows<SagaCount>(
      `SELECT step, status, direction, CASE status WHEN 'needs_attention' THEN attention_code END AS code,
         count(*)::integer AS count
       FROM saga_instance WHERE ${filtered} GROUP BY 1, 2, 3, 4 ORDER BY count DESC, step, status, direction, code`,
      filterOf(filter),
      this.lists,
    );
  }

  /** One saga; undefined when the order never started one. */
  async find(orderId: string): Promise<SagaSummary | undefined> {
    const [row] = await this.rows<Row>(`SELECT ${columns} FROM saga_instance WHERE id = $1`, [orderId]);
    return row && this.summaryOf(row);
  }

  /** Everything that a saga took, in its order. */
  async history(orderId: string): Promise<SagaHistoryEntry[]> {
    const rows = await this.rows<HistoryRow>(
      `SELECT at, message_id, input, effect, step, attempt, status, direction, detail FROM saga_history
       WHERE instance_id = $1 ORDER BY revision`,
      [orderId],
    );
    return rows.map(({ at, message_id: messageId, ...entry }) => ({ at: at.toISOString(), messageId, ...entry }));
  }

  /** Where a saga stands with the order behind it as last amended; undefined when the order never started one. */
  async stand(orderId: string): Promise<SagaStand<Data, Order> | undefined> {
    const [row] = await this.rows<Row & { readonly body: Order }>(
      `SELECT ${columns}, (
         SELECT body FROM saga_order_body WHERE instance_id = saga_instance.id AND revision = order_revision
       ) AS body
       FROM saga_instance WHERE id = $1`,
      [orderId],
    );
    const definition = row && this.versions.get(row.version);
    if (!definition) return undefined;
    const instance = instanceOf(row) as unknown as Instance<Data, Order>;
    return { definition, instance: { ...instance, order: { ...instance.order, value: () => row.body } } };
  }

  /** How many have not ended, by status, and since when the oldest goes on. */
  async standing(): Promise<Standing[]> {
    const rows = await this.rows<{ saga: string; status: SagaStatus; count: number; oldest: number }>(
      `SELECT definition AS saga, status, count(*)::integer AS count,
         extract(epoch FROM now() - min(started_at))::float8 AS oldest
       FROM saga_instance WHERE status NOT IN ('completed', 'compensated') GROUP BY definition, status`,
      [],
    );
    const [{ name: saga } = { name: '' }] = this.versions.values();
    return OPEN.map((status) => {
      const found = rows.find((row) => row.status === status);
      return { labels: { saga, status }, count: found?.count ?? 0, oldestSeconds: found?.oldest ?? 0 };
    });
  }

  /** How many wait for a person, and how long the first of them has. */
  async attention(): Promise<{ count: number; oldestSeconds: number | null }> {
    const [row] = await this.rows<{ count: number; oldestSeconds: number | null }>(
      `SELECT count(*)::integer AS count, extract(epoch FROM now() - min(attention_since))::float8 AS "oldestSeconds"
       FROM saga_instance WHERE status NOT IN ('completed', 'compensated') AND status = 'needs_attention'`,
      [],
    );
    return row ?? { count: 0, oldestSeconds: null };
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.lists.end()]);
  }

  private summaryOf(row: Row): SagaSummary {
    const instance = instanceOf(row) as unknown as Instance<Data, Order>;
    const definition = this.versions.get(row.version);
    const documents = instance.kept.documents ?? instance.opened.documents;
    return {
      orderId: row.id,
      orderNumber: row.order_number,
      version: row.version,
      revision: row.revision,
      step: row.step,
      attempt: row.attempt,
      status: row.status,
      direction: row.direction,
      code: row.attention_code,
      detail: row.attention_detail,
      since: row.attention_since?.toISOString() ?? null,
      startedAt: row.started_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      deadlineAt: row.deadline_at?.toISOString() ?? null,
      remaining: definition ? remainingSteps(definition, instance) : [],
      possible: definition ? possibleActs(definition, instance) : [],
      lastAct: instance.lastAct ?? null,
      documents,
    };
  }

  private async rows<R extends QueryResultRow>(sql: string, params: readonly unknown[], pool = this.pool): Promise<R[]> {
    return (await pool.query<R>(sql, [...params])).rows;
  }
}
