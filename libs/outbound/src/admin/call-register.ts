import type { DatabaseTransaction, Transactions } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { done, type Outcome } from '../call/answer.js';
import type { AnyCallType } from '../call/call-type.js';
import { type CallRow, takenCall } from '../store/outbound-call.js';
import type { Queryable } from '../store/queryable.js';
import { endCall, lockCall, planCall, recordDecision } from '../store/decision-statements.js';
import { tellOutcome } from '../worker/telling.js';
import { type CallDetails, type CallFilter, type CallPage, type CallSummary, findCall, listCalls } from './call-queries.js';
import { outboundProblem } from './outbound.problems.js';

/** What a person decides about a call whose outcome is unknown. */
export const Decision = {
  /** Ask the far side once more. */
  lookUp: 'look-up',
  /** It was not done: send it again. */
  repeat: 'repeat',
  /** It was not done, and is not to be: the command ends dead. */
  giveUp: 'give-up',
  /** It was done, with the result that is stated. */
  done: 'done',
} as const;

export type Decision = (typeof Decision)[keyof typeof Decision];

/** A decision with its author. */
export interface DecisionBy {
  readonly decision: Decision;
  readonly by: string;
  readonly reason: string;
  /** With `done` only. */
  readonly result?: unknown;
}

const ID = /^\d{1,18}$/;

/** What operators see of outgoing calls, and decide about those whose outcome is unknown. */
export class CallRegister {
  constructor(
    private readonly db: Queryable,
    private readonly transactions: Pick<Transactions, 'run'>,
    private readonly types: ReadonlyMap<string, AnyCallType>,
    private readonly wake: () => void,
  ) {}

  /** The latest first. */
  list(filter: CallFilter, page: CallPage): Promise<CallSummary[]> {
    return listCalls(this.db, filter, page);
  }

  /** @throws {Problem} 404 `not-found`. */
  async get(id: string): Promise<CallDetails> {
    const call = ID.test(id) ? await findCall(this.db, id) : undefined;
    if (!call) throw problem('not-found');
    return call;
  }

  /**
   * Carries out a person's decision; it is kept with its author, in the same transaction.
   *
   * @throws {Problem} 404 `not-found`, 409 `call-not-undecided`, 422 `decision-not-possible`.
   */
  async decide(id: string, decision: DecisionBy): Promise<CallDetails> {
    if (!ID.test(id)) throw problem('not-found');
    await this.transactions.run(async (db) => {
      const [row] = await db.query<CallRow & { state: string }>(lockCall, [id]);
      const state = row?.state ?? (await this.get(id)).state;
      if (!row || state !== 'unknown') throw outboundProblem('call-not-undecided', { detail: `The call is ${state}.` });
      await this.apply(db, row, decision);
      await db.query(recordDecision, [id, decision.decision, decision.by, decision.reason]);
    });
    this.wake();
    return this.get(id);
  }

  private async apply(db: DatabaseTransaction, row: CallRow, { decision, result: stated }: DecisionBy): Promise<void> {
    const type = this.types.get(row.type);
    switch (decision) {
      case Decision.lookUp:
        if (!type?.lookUp) throw outboundProblem('decision-not-possible', { detail: 'The call cannot be looked up.' });
        await db.query(planCall, [row.id, 'unknown', 'look-up']);
        return;
      case Decision.repeat:
        await db.query(planCall, [row.id, 'pending', 'send']);
        return;
      case Decision.giveUp:
        return this.end(db, row, type, { kind: 'dead', code: 'given-up', detail: 'an operator gave the call up' });
      case Decision.done: {
        const result = type?.resultOf?.(stated);
        if (result === undefined) throw outboundProblem('decision-not-possible', { detail: 'That is no result of the call.' });
        return this.end(db, row, type, done(result));
      }
    }
  }

  private async end(
    db: DatabaseTransaction,
    row: CallRow,
    type: AnyCallType | undefined,
    outcome: Outcome<unknown>,
  ): Promise<void> {
    if (!type) throw outboundProblem('decision-not-possible', { detail: 'This release does not know the type of the call.' });
    const call = takenCall(row);
    await db.query(endCall, [row.id, outcome.kind === 'done' ? 'completed' : 'failed', JSON.stringify(outcome)]);
    await tellOutcome(db, type, call, outcome, call.cause.traceparent);
  }
}
