import { problem } from '@kervan/service-host';
import type { Queryable } from '../transaction/output-statements.js';
import type { Decoder } from '../message/decoder.js';
import { RegistryUnavailable } from '../registry/registry-unavailable.js';
import { Undecodable } from '../message/undecodable.js';
import { heldProblem } from './held.problems.js';
import { HeldState, readHeaders } from './held-message.js';

/** Which held messages are wanted; what is left out does not matter. */
export interface HeldFilter {
  readonly state?: HeldState;
  readonly topic?: string;
  readonly key?: string;
  /** Code of the last failure. */
  readonly cause?: string;
}

/** Which part of the answer is wanted. */
export interface HeldPage {
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
}

/** A held message as an operator sees it. */
export interface HeldSummary {
  readonly id: string;
  readonly state: HeldState;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly type: string | null;
  readonly messageId: string;
  readonly correlationId: string;
  /** Whether the record had no correlation id, so that one was made. */
  readonly correlationMade: boolean;
  readonly cause: { readonly code: string; readonly stage: string; readonly detail: string } | null;
  readonly firstCause: { readonly code: string; readonly stage: string; readonly at: string } | null;
  readonly attempts: { readonly started: number; readonly finished: number };
  readonly recordedAt: string;
  readonly heldAt: string;
  readonly dueAt: string;
  readonly resolvedAt: string | null;
}

/** What an operator did with a held message. */
export interface HeldAct {
  readonly act: 'redrive' | 'discard';
  readonly by: string;
  readonly reason: string | null;
  readonly at: string;
}

/** A held message with its content, personal fields masked, where it can be decoded. */
export interface HeldDetails extends HeldSummary {
  readonly data: unknown;
  readonly valueBytes: number | null;
  readonly acts: readonly HeldAct[];
}

interface Row {
  readonly id: string;
  readonly state: HeldState;
  readonly topic: string;
  readonly partition: number;
  readonly seq: string;
  readonly key: Buffer | null;
  readonly type: string | null;
  readonly message_id: string;
  readonly correlation_id: string;
  readonly correlation_made: boolean;
  readonly cause_code: string | null;
  readonly cause_stage: string;
  readonly cause_detail: string;
  readonly first_cause: HeldSummary['firstCause'];
  readonly started: number;
  readonly finished: number;
  readonly recorded_at: Date;
  readonly held_at: Date;
  readonly due_at: Date;
  readonly resolved_at: Date | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [string, string])[];
}

const SUMMARY = `id, state, topic, partition, seq, key, type, message_id, correlation_id, correlation_made, cause_code,
  cause_stage, cause_detail, first_cause, started, finished, recorded_at, held_at, due_at, resolved_at`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What operators do about held messages. Each act is recorded with its author and commits with its effect. */
export class HeldMessages {
  constructor(
    private readonly db: Queryable,
    private readonly consumer: string,
    private readonly decoder: Pick<Decoder, 'prepare' | 'decode'>,
  ) {}

  /** A page of held messages, the latest first, and where it ends if there are more. */
  async list(filter: HeldFilter, { limit, after }: HeldPage): Promise<{ items: HeldSummary[]; next?: string }> {
    const cursor = after !== undefined && UUID.test(after) ? after : null;
    const rows = await this.db.query<Row>(
      `SELECT ${SUMMARY} FROM held_message
       WHERE consumer = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR topic = $3)
         AND ($4::bytea IS NULL OR key = $4) AND ($5::text IS NULL OR cause_code = $5)
         AND ($6::uuid IS NULL OR (held_at, id) < (SELECT c.held_at, c.id FROM held_message c WHERE c.id = $6))
       ORDER BY held_at DESC, id DESC LIMIT $7`,
      [
        this.consumer,
        filter.state ?? null,
        filter.topic ?? null,
        filter.key === undefined ? null : Buffer.from(filter.key),
        filter.cause ?? null,
        cursor,
        limit + 1,
      ],
    );
    const items = rows.slice(0, limit).map(summaryOf);
    const last = items.at(-1);
    return rows.length > limit && last ? { items, next: last.id } : { items };
  }

  /** @throws {Problem} 404 when there is none of that id. */
  async get(id: string): Promise<HeldDetails> {
    const row = await this.find(id);
    const acts = await this.db.query<Omit<HeldAct, 'at'> & { at: Date }>(
      `SELECT act, actor AS by, reason, at FROM held_act WHERE held_id = $1 ORDER BY id`,
      [id],
    );
    return {
      ...summaryOf(row),
      data: await this.maskedData(row),
      valueBytes: row.value?.length ?? null,
      acts: acts.map((act) => ({ ...act, at: act.at.toISOString() })),
    };
  }

  /**
   * Lets a held message run again, as soon as it is the first of its key: dead or not yet due becomes waiting and due.
   *
   * @throws {Problem} 404 when there is none of that id, 409 when it has been handled or discarded.
   */
  redrive(id: string, by: string, reason?: string): Promise<HeldDetails> {
    return this.act(id, `state = 'waiting', due_at = now()`, 'redrive', by, reason);
  }

  /**
   * Gives a held message up for good; the later ones of its key go on.
   *
   * @throws {Problem} 404 when there is none of that id, 409 when it has been handled or discarded, 422 without reason.
   */
  discard(id: string, by: string, reason: string): Promise<HeldDetails> {
    if (reason.trim() === '') throw heldProblem('reason-required');
    return this.act(id, `state = 'discarded', resolved_at = now()`, 'discard', by, reason);
  }

  private async act(
    id: string,
    change: string,
    act: HeldAct['act'],
    by: string,
    reason: string | undefined,
  ): Promise<HeldDetails> {
    await this.find(id);
    const changed = await this.db.query(
      `WITH changed AS (
         UPDATE held_message SET ${change}
         WHERE id = $1 AND consumer = $2 AND state IN ('waiting', 'dead') RETURNING id)
       INSERT INTO held_act (held_id, act, actor, reason) SELECT id, $3, $4, $5 FROM changed RETURNING id`,
      [id, this.consumer, act, by, reason ?? null],
    );
    if (changed.length === 0) throw heldProblem('already-resolved');
    return this.get(id);
  }

  private async find(id: string): Promise<Row> {
    if (!UUID.test(id)) throw problem('not-found');
    const [row] = await this.db.query<Row>(
      `SELECT ${SUMMARY}, value, headers FROM held_message WHERE id = $1 AND consumer = $2`,
      [id, this.consumer],
    );
    if (!row) throw problem('not-found');
    return row;
  }

  /** Null for what is no message, or cannot be read while the registry does not answer. */
  private async maskedData({ topic, partition, seq, key, value, headers, recorded_at }: Row): Promise<unknown> {
    const place = { topic, partition, offset: BigInt(seq), timestamp: recorded_at.getTime() };
    const record = { ...place, key, value, headers: readHeaders(headers) };
    try {
      await this.decoder.prepare([record]);
      const { type, data } = this.decoder.decode(record);
      return type.mask(data);
    } catch (error) {
      if (error instanceof Undecodable || error instanceof RegistryUnavailable) return null;
      throw error;
    }
  }
}

function summaryOf(row: Row): HeldSummary {
  const { cause_code: code, cause_stage: stage, cause_detail: detail } = row;
  return {
    id: row.id,
    state: row.state,
    topic: row.topic,
    partition: row.partition,
    offset: row.seq,
    key: row.key?.toString() ?? null,
    type: row.type,
    messageId: row.message_id,
    correlationId: row.correlation_id,
    correlationMade: row.correlation_made,
    cause: code === null ? null : { code, stage, detail },
    firstCause: row.first_cause,
    attempts: { started: row.started, finished: row.finished },
    recordedAt: row.recorded_at.toISOString(),
    heldAt: row.held_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}
