import type { Transactions } from '@kervan/messaging';
import { Logger } from '@nestjs/common';
import { unknown } from '../call/answer.js';
import type { AnyCallType } from '../call/call-type.js';
import { afterLookUp } from '../policy/after-look-up.js';
import { afterSend } from '../policy/after-send.js';
import { Act, type Circumstances, type Step } from '../policy/call-progress.js';
import { lookUpFirst } from '../policy/next-act.js';
import type { CallStore } from '../store/call-store.js';
import type { Result, TakenCall } from '../store/outbound-call.js';
import { leaseMissed } from './outbound-metrics.js';
import { tellPersonNeeded, waitsForPerson } from './person-needed.js';

/**
 * Makes calls unknown whose lease has ended under their worker: it may have died before, while or after it sent, up to
 * this moment. What then becomes of a call is for those to say who know its type; who does not only has it asked about, so
 * that its slot is free, and only where nobody else does for a minute.
 *
 * May run anywhere, any number of times: the row's lock and lease version let one of them win.
 */
export class LeaseSweep {
  private readonly logger = new Logger('Outbound');

  constructor(
    private readonly transactions: Pick<Transactions, 'run'>,
    private readonly store: Pick<CallStore, 'findExpired' | 'expire'>,
    private readonly types: ReadonlyMap<string, AnyCallType>,
  ) {}

  /** How many calls were found. */
  async run(): Promise<number> {
    const found = await this.transactions.run(async (db) => {
      const results = (await this.store.findExpired(db, [...this.types.keys()])).map((call) => this.resultOf(call));
      if (results.length > 0) await this.store.expire(db, results);
      return results;
    });
    for (const result of found) this.report(result);
    return found.length;
  }

  private report({ call: { id, type, cause }, step, attempt: { result, reason } }: Result): void {
    leaseMissed.add(1, { type });
    this.logger.warn({ msg: 'a lease ended without a result', call: id, type, correlationId: cause.correlationId });
    if (waitsForPerson(step)) tellPersonNeeded(this.logger, { call: id, type, result, reason });
  }

  private resultOf(call: TakenCall): Result {
    const { act } = call.progress;
    const seen = { startedAt: call.progress.lastSentAt ?? call.seenAt, finishedAt: null, reason: null };
    return {
      call,
      step: this.stepOf(call),
      attempt: { act, ...seen, result: 'lease-ended', request: null, response: null },
      traceparent: call.cause.traceparent,
    };
  }

  private stepOf({ type: name, progress: last, seenAt: now }: TakenCall): Step {
    const type = this.types.get(name);
    const progress = last.act === Act.send ? { ...last, lastSentAt: now } : last;
    if (!type) return lookUpFirst(progress, { now });
    const at: Circumstances = { target: type.target, canLookUp: type.lookUp !== undefined, now, random: Math.random() };
    const answer = unknown('lease-ended');
    return progress.act === Act.send ? afterSend(progress, answer, at) : afterLookUp(progress, answer, at);
  }
}
