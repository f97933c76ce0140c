import { problem } from '@kervan/service-host';
import type { AuditedAct, AuditLog } from '../audit/audit-log.js';
import { RegistryUnavailable } from '../registry/registry-unavailable.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { Transactions } from '../transaction/transactions.js';
import type { DiscardNotice } from './discard-notice.js';
import { letRun, putValue } from './held-act-statements.js';
import { contentOf, type HeldContent, sha256 } from './held-content.js';
import { HeldDiscards } from './held-discards.js';
import { HeldEditor, type HeldEditorParts, type SeenHeldChange } from './held-editor.js';
import type { HeldFilter } from './held-filter.js';
import { heldProblem } from './held.problems.js';
import {
  type CauseCount, countCauses, findHeld, type HeldContentRow, type HeldSummary, listHeld, type ListedHeldRow, summaryOf,
} from './held-queries.js';
import { HELD_SUBJECT, HeldState, orderIdOf } from './held-message.js';

/** Which part of the answer is wanted. */
export interface HeldPage {
  readonly limit: number;
  /** Where the page before ended: when its last was held, and the id of that. */
  readonly after?: readonly [string, string] | undefined;
}

/** What an operator did with a held message. */
export interface HeldAct {
  readonly act: string;
  readonly by: string;
  readonly reason: string | null;
  readonly at: string;
  /** What the audit log says beside, such as the batch that it was part of; null for acts of former releases. */
  readonly detail: unknown;
}

/** A held message with its content. */
export interface HeldDetails extends HeldSummary, HeldContent {
  /** What it came with, where a person has edited it. */
  readonly original: HeldContent | null;
  readonly acts: readonly HeldAct[];
}

/** What held messages are administered with. */
export interface HeldMessagesParts extends HeldEditorParts {
  readonly consumer: string;
  readonly db: Queryable;
  readonly transactions: Pick<Transactions, 'run'>;
  readonly audit: Pick<AuditLog, 'record' | 'recordAll' | 'of'>;
  readonly discardNotice?: DiscardNotice | undefined;
}

/** Who does something, and why. */
export interface Actor {
  readonly by: string;
  readonly reason: string;
}

/** How many fields of an edit the audit log names. */
const MAX_FIELDS_TOLD = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What operators do about held messages. Each act commits with its effect, and is recorded with its author. */
export class HeldMessages {
  private readonly editor: HeldEditor;
  private readonly discards: HeldDiscards;

  constructor(private readonly parts: HeldMessagesParts) {
    this.editor = new HeldEditor(parts);
    this.discards = new HeldDiscards({ ...parts, notice: parts.discardNotice });
  }

  /** A page of held messages, the latest first, and where it ends if there are more. */
  async list(filter: HeldFilter, { limit, after }: HeldPage): Promise<{ items: HeldSummary[]; next?: string }> {
    const rows = await listHeld(this.parts.db, this.parts.consumer, filter, { after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const items = shown.map(summaryOf);
    return rows.length > limit && last ? { items, next: cursorAt(last) } : { items };
  }

  /** How many there are of each cause, stage, type and topic; open ones, unless a state is asked for. */
  causes(filter: HeldFilter): Promise<CauseCount[]> {
    return countCauses(this.parts.db, this.parts.consumer, filter);
  }

  /** @throws {Problem} 404 when there is none of that id. */
  async get(id: string): Promise<HeldDetails> {
    const row = await this.find(this.parts.db, id, false);
    const former = await this.parts.db.query<Omit<HeldAct, 'at' | 'detail'> & { at: Date }>(
      `SELECT act, actor AS by, reason, at FROM held_act WHERE held_id = $1 ORDER BY id`,
      [id],
    );
    const audited = await this.parts.audit.of({ kind: HELD_SUBJECT, id });
    const { decoder } = this.parts;
    const [content, original] = await Promise.all([
      contentOf(decoder, row),
      row.edited ? contentOf(decoder, { ...row, value: row.original_value }) : null,
    ]);
    return {
      ...summaryOf(row),
      ...content,
      original,
      acts: [
        ...former.map((act) => ({ ...act, at: act.at.toISOString(), detail: null })),
        ...audited.map(({ act, by, reason, at, detail }) => ({ act, by, reason, at, detail })),
      ],
    };
  }

  /**
   * Lets a held message run again, as soon as it is the first of its key: dead or not yet due becomes waiting and due.
   *
   * @throws {Problem} 404 when there is none of that id, 409 when it has been handled or discarded, 422 without reason.
   */
  redrive(id: string, actor: Actor): Promise<HeldDetails> {
    return this.act(id, 'redrive', actor, async (db) => letRun(db, id));
  }

  /**
   * Gives a held message up for good; the later ones of its key go on. Where somebody is to be told ({@link DiscardNotice}),
   * he is, and copies of the message behind it are given up with it.
   *
   * @throws {Problem} 404 when there is none of that id, 409 when it has been handled or discarded, 422 without reason, 503
   * when what is to be told cannot be read for now.
   */
  async discard(id: string, actor: Actor): Promise<HeldDetails> {
    const read = await this.find(this.parts.db, id, false);
    await this.discards.prepare(this.parts.db, read).catch(unavailable);
    const awaitTurn = (db: DatabaseTransaction): Promise<void> => this.discards.awaitTurn(db, read);
    return this.act(id, 'discard', actor, (db, row) => this.discards.discard(db, row, actor), awaitTurn);
  }

  /**
   * Changes a held message's content and lets it run again; what it came with is kept. Its id stays, so its outputs are
   * those of the same message.
   *
   * @throws {Problem} as {@link redrive}; 422 `edit-refused` when the result would be no message of its record, 409
   * `edited-meanwhile` when it holds something else than what was seen, because somebody else was faster.
   */
  async edit(id: string, { seen, ...change }: SeenHeldChange, actor: Actor): Promise<HeldDetails> {
    const read = await this.find(this.parts.db, id, false);
    if (isResolved(read)) throw heldProblem('already-resolved');
    const sha256Before = sha256(read.value);
    if (seen !== undefined && seen !== sha256Before) throw heldProblem('edited-meanwhile');
    const { value, fields } = await this.editor.edit(read, change).catch(unavailable);
    return this.act(id, 'edit', actor, async (db, row) => {
      if (sha256(row.value) !== sha256Before) throw heldProblem('edited-meanwhile');
      await putValue(db, id, value);
      await letRun(db, id);
      return { fields: fields.slice(0, MAX_FIELDS_TOLD), sha256Before, sha256: sha256(value) };
    });
  }

  private async act(
    id: string,
    act: string,
    { by, reason }: Actor,
    change: (db: DatabaseTransaction, row: HeldContentRow) => Promise<AuditedAct['detail'] | void>,
    awaitTurn?: (db: DatabaseTransaction) => Promise<void>,
  ): Promise<HeldDetails> {
    if (reason.trim() === '') throw heldProblem('reason-required');
    await this.parts.transactions.run(async (db) => {
      await awaitTurn?.(db);
      const row = await this.find(db, id, true);
      if (isResolved(row)) throw heldProblem('already-resolved');
      const detail = { ...((await change(db, row)) ?? { cause: row.cause_code }), orderId: orderIdOf(row.key) };
      await this.parts.audit.record(db, { act, subject: { kind: HELD_SUBJECT, id }, by, reason, detail });
    });
    return this.get(id);
  }

  private async find(db: Queryable, id: string, lock: boolean): Promise<HeldContentRow> {
    const row = UUID.test(id) ? await findHeld(db, this.parts.consumer, id, { lock }) : undefined;
    if (!row) throw problem('not-found');
    return row;
  }
}

/** A cursor as `paging` reads it, whose time tells the microseconds as well. */
function cursorAt({ heldAtMicros, id }: ListedHeldRow): string {
  return Buffer.from(JSON.stringify([heldAtMicros, id])).toString('base64url');
}

/** Whether nothing can be decided about it any more. */
export function isResolved({ state }: Pick<HeldContentRow, 'state'>): boolean {
  return state !== HeldState.waiting && state !== HeldState.dead;
}

function unavailable(error: unknown): never {
  if (!(error instanceof RegistryUnavailable)) throw error;
  throw problem('dependency-unavailable', { headers: { 'retry-after': '5' }, cause: error });
}
