import { setTimeout as delay } from 'node:timers/promises';
import { runInContext } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import type { AnyCallType } from '../call/call-type.js';
import type { Target } from '../call/target.js';
import { type Access, accessTo } from '../http/access.js';
import type { HttpClient } from '../http/exchange.js';
import type { CallStore, Claim } from '../store/call-store.js';
import type { Result } from '../store/outbound-call.js';
import type { Queryable } from '../store/queryable.js';
import { CallPerformance } from './call-performance.js';
import { Claiming } from './claiming.js';
import { type CompletedCall, completeAll } from './completion.js';
import { paceName, slotNames } from './lease-names.js';
import type { Settlement } from './settlement.js';
import { type GateState, TargetGate } from './target-gate.js';
import { WakeUp } from './wake-up.js';

/** Beyond the target's timeout, so long does a lease last for the call to be sent and its result to be recorded; milliseconds. */
const RECORDING_MS = 10_000;
const DATABASE_REST_MS = 1_000;
/** While calls come thick, they are taken together: no sooner than this after those before; milliseconds. */
const GATHER_MS = 8;

/** What the workers of a process share. */
export interface WorkerParts {
  readonly db: Queryable;
  readonly store: Pick<CallStore, 'claim' | 'recall' | 'stepAside'>;
  readonly settlement: Settlement;
  readonly types: ReadonlyMap<string, AnyCallType>;
  readonly clientFor: (target: Target) => HttpClient;
  /** Names this process in the leases that it holds. */
  readonly owner: string;
  /** How often due calls are looked for when nothing wakes the worker; milliseconds. */
  readonly pollMs: number;
}

/** Takes the due calls of one target whose type it knows, as many as there are free slots, and carries each out once. */
export class TargetWorker {
  private readonly logger = new Logger('Outbound');
  private readonly gate: TargetGate;
  private readonly client: HttpClient;
  private readonly access: Access;
  private readonly claim: Omit<Claim, 'atMost'>;
  private readonly claiming: Claiming;
  private readonly wakeUp = new WakeUp();
  private readonly inFlight = new Set<Promise<void>>();
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();
  /** When the loop last went round; milliseconds of `performance.now()`. */
  lastRound = performance.now();

  constructor(
    readonly target: Target,
    private readonly parts: WorkerParts,
  ) {
    this.gate = new TargetGate(target, () => void this.recall());
    this.client = parts.clientFor(target);
    this.access = accessTo(target);
    this.claim = {
      target: target.name,
      types: [...parts.types.values()].filter((type) => type.target === target).map(({ type }) => type),
      slots: slotNames(target),
      owner: parts.owner,
      leaseMs: target.timeoutMs + RECORDING_MS,
      ...(target.ratePerSecond === undefined
        ? {}
        : { pace: { name: paceName(target), perSecond: target.ratePerSecond } }),
    };
    this.claiming = new Claiming(parts.store, parts.db, this.claim);
  }

  start(): void {
    this.loop = this.run();
  }

  /** Why calls are taken, or not, by this process just now. */
  get state(): GateState {
    return this.gate.state;
  }

  wake(): void {
    this.wakeUp.wake();
  }

  /** Takes no more calls and waits for those under way, which end within the target's timeout. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    await Promise.all(this.inFlight);
    this.client.close();
    this.access.close();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.lastRound = performance.now();
      const atMost = this.gate.capacity(this.inFlight.size);
      if (atMost > 0) await this.take(atMost);
      await this.wakeUp.sleep(this.parts.pollMs);
      const early = this.lastRound + GATHER_MS - performance.now();
      if (early > 0) await delay(early);
    }
  }

  /** What waits longer and longer since the target failed need not wait on, now that it is well; the gate paces it. */
  private async recall(): Promise<void> {
    const { name: target } = this.target;
    try {
      const calls = await this.parts.store.recall(this.parts.db, target);
      this.logger.log({ msg: 'a target is well again', target, recalled: calls });
    } catch (error) {
      this.logger.warn({ msg: 'calls could not be recalled; they come when they are due', target, err: error });
    }
  }

  private async take(atMost: number): Promise<void> {
    const { db, types } = this.parts;
    let calls: readonly CompletedCall[] = [];
    try {
      calls = await completeAll(db, types, await this.claiming.take(atMost));
    } catch (error) {
      this.logger.warn({ msg: 'due calls could not be taken', target: this.target.name, err: error });
      await new WakeUp().sleep(DATABASE_REST_MS);
    }
    for (const call of calls) {
      const work = this.carryOut(call).finally(() => {
        this.inFlight.delete(work);
        this.wake();
      });
      this.inFlight.add(work);
    }
  }

  /** Never throws: an error of one call must not end the process, and then the next one that takes it. */
  private carryOut(completed: CompletedCall): Promise<void> {
    const { call } = completed;
    const context = { correlationId: call.cause.correlationId, requestId: call.cause.source };
    return runInContext(context, async () => {
      try {
        const result = await this.perform(completed);
        await this.parts.settlement.add(result, this.claim.leaseMs);
      } catch (error) {
        const code = error instanceof Error ? error.name : 'unknown'; // the message may hold what was sent
        const msg = 'a call could not be carried out: it is left to the end of its lease';
        this.logger.error({ msg, call: call.id, type: call.type, code });
      }
    });
  }

  private perform(completed: CompletedCall): Promise<Result> {
    const type = this.parts.types.get(completed.call.type)!; // no other is claimed
    const { gate, client, access } = this;
    return new CallPerformance(completed, { type, gate, client, access, leaseMs: this.claim.leaseMs }).result();
  }
}
