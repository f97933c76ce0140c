import { StepDeadlineReached, Withdraw, type Message, type RecordType } from '@kervan/contracts';
import { derivedId } from '@kervan/messaging';
import {
  isAwaiting,
  type CommandIds,
  type CommandStep,
  type Notice,
  type SagaData,
  type SagaDefinition,
  type SagaOrder,
  type Step,
} from '../definition/saga-definition.js';
import {
  attemptOf,
  dataOf,
  isUndoing,
  successesOf,
  type Act,
  type Attention,
  type Instance,
  type SagaDirection,
  type SagaStatus,
  type StepState,
} from './instance.js';

/** A command to send. `alongside` names a record whose topic it takes, where its own record is on several topics. */
export interface Sending {
  readonly message: Message;
  readonly alongside?: RecordType<unknown>;
}

/** The saga's one timer after an input: set anew, taken away, or left as it was. */
export type Scheduling =
  | { readonly kind: 'set'; readonly message: Message<StepDeadlineReached>; readonly at: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'unchanged' };

/** What an input led to, for the saga's history. */
export type Effect =
  | 'started'
  | 'taken-again'
  | 'advanced'
  | 'turned-back'
  | 'recorded'
  | 'asked-again'
  | 'retried'
  | 'skipped'
  | 'amended'
  | 'paused'
  | 'resumed'
  | 'needs-attention'
  | 'completed'
  | 'compensated'
  | 'late-success'
  | 'kept-early'
  | 'duplicate'
  | 'stale'
  | 'ignored';

/** One line of a saga's history: every input that it took has one. */
export interface HistoryEntry {
  readonly effect: Effect;
  readonly step: string;
  readonly attempt: number;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  readonly detail: string;
}

/** A step that succeeded after the order had been taken back, or was about to be, or had left it out. */
export interface LateSuccess {
  readonly step: string;
  readonly attempt: number;
}

/** What names a saga in the ids of its commands. */
type Named = Pick<Instance<unknown, unknown>, 'id' | 'acceptedAt'>;

/** The id of a step's nth command: the same for the same saga, step and attempt, for ever. */
export function commandIdOf(saga: Named, step: string, attempt: number): string {
  return derivedId(saga.acceptedAt, saga.id, step, String(attempt));
}

/**
 * The id of the nth command that undoes a step. However often the step was asked for, it is never that of one of those
 * commands: a saga that is set back may come to its undo earlier or later than it first did.
 */
export function undoIdOf(saga: Named, step: string, nth: number): string {
  return derivedId(saga.acceptedAt, saga.id, step, 'undo', String(nth));
}

/** The id of a command of a saga, by its step and number. An undo of the release before keeps the id of that release. */
export function idOfCommand(saga: Named & Pick<Instance<unknown, unknown>, 'steps'>, step: string, attempt: number): string {
  const undo = saga.steps[step]?.undos?.indexOf(attempt) ?? -1;
  return undo < 0 ? commandIdOf(saga, step, attempt) : undoIdOf(saga, step, undo + 1);
}

/** One input being taken: the instance as it changes, and what leaves it. Never outlives a call of `next`. */
export class Turn<Data extends SagaData, Order extends SagaOrder> {
  readonly send: Sending[] = [];
  readonly publish: Message[] = [];
  schedule: Scheduling = { kind: 'unchanged' };
  effect: Effect = 'recorded';
  detail = '';
  late: LateSuccess | null = null;

  constructor(
    readonly definition: SagaDefinition<Data, Order>,
    public instance: Instance<Data, Order>,
    readonly now: number,
  ) {}

  get data(): Data {
    return dataOf(this.instance);
  }

  /** The current step; undefined before the first and for a saga whose steps were all left out. */
  get step(): Step<Data, Order> | undefined {
    return this.definition.steps[this.index];
  }

  /** The current step's place; -1 before the first. */
  get index(): number {
    return this.definition.steps.findIndex(({ name }) => name === this.instance.step);
  }

  get attempt(): number {
    return attemptOf(this.instance);
  }

  change(fields: Partial<Instance<Data, Order>>): void {
    this.instance = { ...this.instance, ...fields };
  }

  note(effect: Effect, detail = ''): void {
    this.effect = effect;
    this.detail = detail;
  }

  /** Whatever it has led to, that a step succeeded late is what the input is remembered by. */
  noteLate(step: string, attempt: number): void {
    this.late = { step, attempt };
    this.note('late-success', `${step}, attempt ${attempt}`);
  }

  /** Updates what is remembered of a step. */
  remember(name: string, state: Partial<StepState>): void {
    const known = this.instance.steps[name] ?? { attempts: 0 };
    this.change({ steps: { ...this.instance.steps, [name]: { ...known, ...state } } });
  }

  /** Remembers that a command of a step has done it. */
  succeeded(name: string, attempt: number): void {
    const state: StepState = this.instance.steps[name] ?? { attempts: 0 };
    const known = successesOf(state);
    const succeeded = known.includes(attempt) ? known : [...known, attempt];
    const firstAlone = !state.succeeded && succeeded.length === 1 && attempt === 1;
    const noLongerByPerson = state.byPerson === true && state.outcome !== 'done';
    this.remember(name, {
      outcome: 'done',
      ...(firstAlone ? {} : { succeeded }),
      ...(noLongerByPerson && { byPerson: false }),
    });
  }

  /** Raises the attempt of a step, makes it current and sends its command. */
  command(step: CommandStep<Data, Order>, act: 'do' | 'redo' | 'undo'): void {
    this.prepare(step, act);
    this.ask();
  }

  /** Tries a step again under a new attempt, whether it has succeeded before or not. */
  again(step: CommandStep<Data, Order>): void {
    this.command(step, this.instance.steps[step.name]?.outcome === 'done' ? 'redo' : 'do');
  }

  /** Makes a step current under a new attempt, without sending; under the one named where that is a later one. */
  prepare(step: Step<Data, Order>, act: Act, named = 0): void {
    this.change({ step: step.name, act, answer: null, asked: 0, attention: null });
    const { skipping, retrying } = this.instance;
    if (skipping || retrying) this.change({ skipping: undefined, retrying: undefined });
    const attempts = Math.max(this.attempt + 1, named);
    const undos = this.instance.steps[step.name]?.undos ?? [];
    this.remember(step.name, { attempts, ...(act === 'undo' && { undos: [...undos, attempts] }) });
  }

  /** Sends the current act's command, the same however often, and sets the timer. */
  ask(): void {
    const step = this.step;
    if (!step || isAwaiting(step)) return this.awaitEvent();
    this.send.push(this.rendered(step));
    this.go('running');
    const at = this.now + step.within;
    if (this.firesBefore(at)) this.change({ deadlineAt: at });
    else this.timer(at);
  }

  /** Waits for the current step's event, and sets the timer. */
  awaitEvent(): void {
    if (!this.step) return;
    this.go('waiting');
    this.timer(this.now + this.step.within);
  }

  /** Stops until a person decides, tells so, and lets time play no part. One who is asked for this already is since then. */
  needPerson({ code, detail }: Notice): void {
    const { attention } = this.instance;
    const since = attention?.code === code ? attention.since : new Date(this.now).toISOString();
    this.change({ status: 'needs_attention', attention: { code, detail, since } });
    this.noTimer();
    this.note('needs-attention', code);
    this.tellStanding();
  }

  /** Ends the saga and tells so. */
  end(status: 'completed' | 'compensated'): void {
    this.change({ status, attention: null, endedAt: this.now });
    this.noTimer();
    this.note(status);
    this.tellStanding();
  }

  /**
   * Tells that the order was taken, and what is to be known of it as it stands; the same until it is amended, but for when
   * it is told. By that a saga that was set back, and comes to what it has told of this cause before, is heard once more.
   */
  tellTaken(): void {
    const { id: orderId, startedAt, order } = this.instance;
    const receipt = { orderId, takenAt: new Date(startedAt).toISOString(), toldAt: new Date(this.now).toISOString() };
    this.publish.push(this.definition.answersWith.of({ ...receipt, ...this.definition.tells({ orderId, order: order.value() }) }));
  }

  /**
   * Tells how the saga has ended, or why a person is waited for and since when; the same however often, but for what a
   * completed one has heard of since.
   */
  tellStanding(): void {
    const { id: orderId, step, status, attention, reversedFor, endedAt } = this.instance;
    const { orderNumber, documents } = this.data;
    const { ends } = this.definition;
    const at = new Date(endedAt ?? this.now).toISOString();
    if (attention) this.publish.push(ends.needsAttention.of({ orderId, orderNumber, step, ...attention }));
    if (status === 'completed') {
      const completed = { orderId, orderNumber, completedAt: at, documents };
      this.publish.push(ends.completed.of({ ...completed, ...ends.completedTells(this.data) }));
    }
    if (status === 'compensated') {
      this.publish.push(ends.compensated.of({ orderId, orderNumber, reversedAt: at, reason: reversedFor ?? '', documents }));
    }
  }

  /** Tells that a person is no longer waited for, at the step and for the reason for which one was. */
  tellResolved(step: string, { code }: Attention): void {
    const { id: orderId } = this.instance;
    const resolvedAt = new Date(this.now).toISOString();
    const { orderNumber } = this.data;
    this.publish.push(this.definition.ends.attentionResolved.of({ orderId, orderNumber, step, code, resolvedAt }));
  }

  /** Sets the timer of the current step and attempt. */
  timer(at: number): void {
    const { id: orderId, step } = this.instance;
    this.change({ deadlineAt: at, timerAt: at });
    this.schedule = { kind: 'set', message: StepDeadlineReached.of({ orderId, step, attempt: this.attempt }), at };
  }

  /** From here on time plays no part. */
  noTimer(): void {
    this.change({ deadlineAt: null, timerAt: null });
    this.schedule = { kind: 'none' };
  }

  private go(status: 'running' | 'waiting'): void {
    this.change({ status, attention: null });
  }

  /** Replies come long before their deadlines: an earlier step's timer is left to fire, and looks again then. */
  private firesBefore(deadline: number): boolean {
    const { timerAt } = this.instance;
    return timerAt !== null && timerAt > this.now && timerAt <= deadline;
  }

  private rendered(step: CommandStep<Data, Order>): Sending {
    const { id: orderId, act, order, reversedFor } = this.instance;
    const ids: CommandIds = { orderId, commandId: idOfCommand(this.instance, step.name, this.attempt) };
    const undo = isUndoing(this.instance) ? step.undo?.(this.data, ids, reversedFor ?? '') : undefined;
    const command = undo ?? step.do(this.data, ids, order.value);
    return act === 'withdraw' ? { message: Withdraw.of(ids), alongside: command.type } : { message: command };
  }
}

/** Whether the saga has ended; a late success or a cancellation may still open it again. */
export function isOver<Data extends SagaData, Order extends SagaOrder>({ instance }: Turn<Data, Order>): boolean {
  return instance.status === 'completed' || instance.status === 'compensated';
}
