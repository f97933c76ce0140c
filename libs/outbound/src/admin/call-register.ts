import type { AuditLog, DatabaseTransaction, Transactions } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { done, GIVEN_UP, type Outcome } from '../call/answer.js';
import { assertMayBecome, CallState } from '../call/call-state.js';
import type { AnyCallType } from '../call/call-type.js';
import { Act } from '../policy/call-progress.js';
import { stateOfRepeat } from '../policy/next-act.js';
import { comeForward, releaseNext } from '../store/aside-statements.js';
import { endCall, hurryCall, lockCall, planCall, recordDecision } from '../store/decision-statements.js';
import { type CallRow, takenCall } from '../store/outbound-call.js';
import type { Queryable } from '../store/queryable.js';
import { tellOutcome } from '../worker/telling.js';
import { type CallDetails, type CallFilter, type CallPage, type CallSummary, findCall, listCalls } from './call-queries.js';
import { Decision, type DecisionBy, isOpenToDecisions, misfit } from './decision.js';
import { outboundProblem } from './outbound.problems.js';

/** What a register of calls works with. */
export interface CallRegisterParts {
  readonly db: Queryable;
  readonly transactions: Pick<Transactions, 'run'>;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly types: ReadonlyMap<string, AnyCallType>;
  /** Called when a call may be due. */
  readonly wake: () => void;
}

interface LockedCall extends CallRow {
  readonly state: CallState;
  readonly target: string;
  readonly waits_for_time: boolean;
}

const ID = /^\d{1,18}$/;
const givenUp: Outcome<never> = { kind: 'dead', code: GIVEN_UP, detail: 'an operator gave the call up' };
const takenBack: Outcome<never> = { kind: 'dead', code: 'taken-back', detail: 'an operator took the call back, which had no effect' };

/** What operators see of outgoing calls, and decide about those that have not ended. */
export class CallRegister {
  constructor(private readonly parts: CallRegisterParts) {}

  /** The latest first. */
  list(filter: CallFilter, page: CallPage): Promise<CallSummary[]> {
    return listCalls(this.parts.db, filter, page);
  }

  /** @throws {Problem} 404 `not-found`. */
  async get(id: string): Promise<CallDetails> {
    const call = ID.test(id) ? await findCall(this.parts.db, id) : undefined;
    if (!call) throw problem('not-found');
    return call;
  }

  /**
   * Carries out a person's decision; it is kept and audited with its author in the same transaction.
   *
   * @throws {Problem} 404 `not-found`, 409 `call-not-undecided`, 422 `decision-not-possible`.
   */
  async decide(id: string, decision: DecisionBy): Promise<CallDetails> {
    if (!ID.test(id)) throw problem('not-found');
    await this.keepingNobody(id, async (db) => {
      const [row] = await db.query<LockedCall>(lockCall, [id]);
      const state = row?.state ?? ((await this.get(id)).state as CallState);
      if (!row || !isOpenToDecisions(state)) throw outboundProblem('call-not-undecided', { detail: `The call is ${state}.` });
      const detail = misfit(decision.decision, state, row.waits_for_time);
      if (detail !== undefined) throw outboundProblem('decision-not-possible', { detail });
      const ledTo = await this.apply(db, row, decision);
      await this.keep(db, row, decision, ledTo);
    });
    this.parts.wake();
    return this.get(id);
  }

  /** While the call was held, the end of the one before it may have passed it over: where nothing is decided, it is seen to. */
  private async keepingNobody(id: string, work: (db: DatabaseTransaction) => Promise<void>): Promise<void> {
    try {
      await this.parts.transactions.run(work);
    } catch (error) {
      await this.parts.db.query(comeForward, [id]).catch(() => undefined);
      throw error;
    }
  }

  /** The state that the decision leads to. */
  private async apply(
    db: DatabaseTransaction,
    row: LockedCall,
    { decision, result: stated }: DecisionBy,
  ): Promise<CallState> {
    const type = this.parts.types.get(row.type);
    switch (decision) {
      case Decision.lookUp:
        if (!type?.lookUp) throw outboundProblem('decision-not-possible', { detail: 'The call cannot be looked up.' });
        await write(db, planCall, [row.id, CallState.unknown, Act.lookUp]);
        return CallState.unknown;
      case Decision.repeat: {
        const { progress, seenAt } = takenCall(row);
        const to = stateOfRepeat(progress, { target: known(type).target, now: seenAt });
        if (to !== row.state) assertMayBecome(row.state, to);
        await write(db, planCall, [row.id, to, Act.send]);
        return to;
      }
      case Decision.tryNow:
        await write(db, hurryCall, [row.id]);
        return row.state;
      case Decision.giveUp:
        return this.end(db, row, known(type), CallState.failed, givenUp);
      case Decision.withdraw:
        return this.end(db, row, known(type), CallState.withdrawn, takenBack);
      case Decision.done: {
        const result = type?.resultOf?.(stated);
        if (result === undefined) throw outboundProblem('decision-not-possible', { detail: 'That is no result of the call.' });
        return this.end(db, row, known(type), CallState.completed, done(result));
      }
    }
  }

  /** A withdrawn call has no outcome of its own; whoever waits for it is told that it is dead, as of any other. */
  private async end(
    db: DatabaseTransaction,
    row: LockedCall,
    type: AnyCallType,
    to: CallState,
    outcome: Outcome<unknown>,
  ): Promise<CallState> {
    assertMayBecome(row.state, to);
    const kept = to === CallState.withdrawn ? null : JSON.stringify(outcome);
    await write(db, endCall, [row.id, row.state, to, kept]);
    await db.query(releaseNext, [[row.id]]);
    const call = takenCall(row);
    await tellOutcome(db, type, call, outcome, call.cause.traceparent);
    return to;
  }

  private async keep(
    db: DatabaseTransaction,
    { id, target, type, order_key: orderKey, state: from }: LockedCall,
    { decision, by, reason }: DecisionBy,
    to: CallState,
  ): Promise<void> {
    await db.query(recordDecision, [id, decision, by, reason, to]);
    const subject = { kind: 'outgoing-call', id };
    await this.parts.audit.record(db, { act: decision, subject, by, reason, detail: { target, type, orderKey, from, to } });
  }
}

/** @throws {Problem} 422 `decision-not-possible` where the type is not known here, as after a rollback. */
function known(type: AnyCallType | undefined): AnyCallType {
  if (!type) throw outboundProblem('decision-not-possible', { detail: 'This release does not know the type of the call.' });
  return type;
}

/** Writes what the locked row allows. @throws when it does not: a bug. */
async function write(db: DatabaseTransaction, statement: string, params: readonly unknown[]): Promise<void> {
  if ((await db.query(statement, params)).length === 0) throw new Error('a decision did not fit the call it was made about');
}
