import type { Answer, LookUpAnswer } from '../call/answer.js';
import type { AnyCallType, HttpRequest } from '../call/call-type.js';
import { type Access, openAccess } from '../http/access.js';
import { classifyLookUp, classifySend } from '../http/classify.js';
import type { Exchange, HttpClient } from '../http/exchange.js';
import { keepRequest, keepResponse } from '../http/kept-exchange.js';
import { afterLookUp } from '../policy/after-look-up.js';
import { afterSend } from '../policy/after-send.js';
import { Act, type Circumstances, ended, type Step } from '../policy/call-progress.js';
import { actNow, forAPerson, putBack } from '../policy/next-act.js';
import type { Attempt, Result, TakenCall } from '../store/outbound-call.js';
import { CallSpan } from './call-span.js';
import { type CompletedCall, unread } from './completion.js';
import { databaseTime, latestDatabaseTime, notTried } from './not-tried.js';
import { attemptCount, attemptDuration } from './outbound-metrics.js';
import { outgoing } from './outgoing-request.js';
import type { Sent, TargetGate } from './target-gate.js';

/** What a taken call is carried out with. */
export interface Passage {
  readonly type: AnyCallType;
  readonly gate: TargetGate;
  readonly client: HttpClient;
  /** What lets its requests in; by default nothing is asked for. */
  readonly access?: Access;
  /** How long the call is held; nothing is sent that might be answered after that. Milliseconds. */
  readonly leaseMs: number;
}

/** What an exchange meant and where it leads. */
interface Decision {
  readonly answer: Answer<unknown> | LookUpAnswer<unknown>;
  readonly step: Step;
}

interface SentRequest extends Sent {
  readonly traceparent: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A call that is put back since the gate has closed waits this long; milliseconds. */
const CLOSED_WAIT_MS = 100;
/** A call that is put back since what it sends could not be read, or not in time, waits this long; milliseconds. */
const UNREAD_WAIT_MS = 1_000;
const LEASE_OVER = 'lease-over';

/** Carries out the act that a taken call is due for and decides its next step. Touches no database. */
export class CallPerformance {
  private readonly call: TakenCall;
  private sentAt: number | undefined;
  private readonly act: ReturnType<typeof actNow>;

  constructor(
    private readonly completed: CompletedCall,
    private readonly passage: Passage,
  ) {
    this.call = completed.call;
    this.act = actNow(this.call.progress, { ...this.circumstances(), now: latestDatabaseTime(this.call) });
  }

  /** Never throws, and never takes longer than the target's timeout. */
  async result(): Promise<Result> {
    const { call, passage, act } = this;
    if (act === 'ask-a-person') {
      return this.notTried(forAPerson(call.progress, this.circumstances()), 'protection-ended');
    }
    if (act === Act.send && this.completed.full === unread) {
      return this.notTried(putBack(call.progress, UNREAD_WAIT_MS), 'content-unread');
    }
    const request = requestOf(passage.type, act, this.completed);
    if (!request) return this.notTried(this.unbuilt(), 'request-not-built');

    const sent = await passage.gate.pass(() => this.send(act, request));
    if (sent === 'closed') return this.notTried(putBack(call.progress, CLOSED_WAIT_MS), 'breaker-open');
    if (sent.exchange.kind === 'not-sent' && sent.exchange.reason === LEASE_OVER) {
      return this.notTried(putBack(call.progress, UNREAD_WAIT_MS), LEASE_OVER);
    }

    const { answer, step } = this.decide(act, sent.exchange);
    this.observe(act, answer);
    return this.resultOf(step, sent.traceparent, {
      act,
      result: answer.kind,
      reason: reasonOf(answer),
      request: keepRequest(request, sent.headers, passage.type.personal),
      response: keepResponse(sent.exchange, passage.type.personal),
    });
  }

  /**
   * A process that was stopped for a while, be it while it waited for the calls that it took, may find its lease over, or
   * over before an answer must come: another may go on beside it, in the slot that it holds, so it sends nothing.
   */
  private async send(act: Act, request: HttpRequest): Promise<SentRequest> {
    const { access = openAccess } = this.passage;
    const granted = await access.grant();
    if ('reason' in granted) return this.unsent({ kind: 'not-sent', reason: granted.reason, ofCaller: true });
    const { target } = this.passage.type;
    if (performance.now() - this.call.askedAt + target.timeoutMs >= this.passage.leaseMs) {
      return this.unsent({ kind: 'not-sent', reason: LEASE_OVER, again: true });
    }
    const span = new CallSpan(this.call, act, request, target);
    const { traceparent } = span;
    const wire = outgoing(target, request, {
      correlationId: this.call.cause.correlationId,
      traceparent,
      idempotencyKey: act === Act.send ? this.call.repeatKey : undefined,
      access: granted.headers,
    });
    if (act === Act.send) this.sentAt = latestDatabaseTime(this.call);
    const exchange = await span.around(() => this.passage.client.exchange(wire));
    return { exchange: granted.judged(exchange), traceparent, headers: wire.headers };
  }

  private unsent(exchange: Exchange): SentRequest {
    return { exchange, traceparent: this.call.cause.traceparent, headers: {} };
  }

  private decide(act: Act, exchange: Exchange): Decision {
    const { data, repeatKey } = this.call;
    const { type } = this.passage;
    const progress = { ...this.call.progress, act, lastSentAt: this.sentAt ?? this.call.progress.lastSentAt };
    if (act === Act.send) {
      const answer = classifySend(exchange, (received) => type.answer(received, data, repeatKey), new Date());
      return { answer, step: afterSend(progress, answer, this.circumstances()) };
    }
    const answer = classifyLookUp(exchange, (received) => type.lookUp?.answer(received, data, repeatKey), new Date());
    return { answer, step: afterLookUp(progress, answer, this.circumstances()) };
  }

  private observe(act: Act, answer: Decision['answer']): void {
    if (answer.kind === 'transient' && answer.retryAfterMs !== undefined) this.passage.gate.rest(answer.retryAfterMs);
    const labels = { target: this.passage.type.target.name, type: this.call.type, act };
    attemptCount.add(1, { ...labels, result: answer.kind });
    attemptDuration.record((performance.now() - this.call.readAt) / 1_000, labels);
  }

  private unbuilt(): Step {
    const { progress } = this.call;
    if (progress.uncertainSince !== null) return forAPerson(progress, this.circumstances());
    return ended(progress, { kind: 'dead', code: 'request-not-built', detail: 'the data does not give a request' });
  }

  private notTried(step: Step, reason: string): Result {
    return notTried(this.call, step, reason, this.act === Act.lookUp ? Act.lookUp : Act.send);
  }

  private resultOf(
    step: Step,
    traceparent: string | undefined,
    seen: Pick<Attempt, 'act' | 'result' | 'reason' | 'request' | 'response'>,
  ): Result {
    const attempt = { startedAt: this.call.seenAt, finishedAt: databaseTime(this.call), ...seen };
    return { call: this.call, step, attempt, traceparent };
  }

  private circumstances(): Circumstances {
    const { target, lookUp } = this.passage.type;
    return { target, canLookUp: lookUp !== undefined, now: databaseTime(this.call), random: Math.random() };
  }
}

function requestOf(type: AnyCallType, act: Act, { call, full }: CompletedCall): HttpRequest | undefined {
  if (full === undefined) return undefined;
  try {
    return act === Act.send ? type.request(full, call.repeatKey) : type.lookUp?.request(call.data, call.repeatKey);
  } catch {
    return undefined;
  }
}

function reasonOf(answer: Decision['answer']): string | null {
  if ('reason' in answer) return answer.reason;
  return 'code' in answer ? answer.code : null;
}
