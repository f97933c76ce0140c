import { Withdraw, type Message } from '@kervan/contracts';
import { isAwaiting, type CommandIds, type SagaData, type SagaDefinition, type SagaOrder } from '../definition/saga-definition.js';
import type { Instance, OperatorAct } from '../core/instance.js';
import type { Next } from '../core/next.js';
import { commandIdOf, undoIdOf } from '../core/turn.js';
import { ACCEPTED_AT, ORDER_ID } from './happening.js';

/** What a participant makes of a command: its one outcome, or that it gave up, which a person may still turn. */
export type Outcome = 'ok' | 'refused' | 'undone' | 'dead' | 'withdrawn';

/** A command as the outside knows it. */
export interface Asked {
  readonly step: string;
  readonly attempt: number;
  readonly isUndo: boolean;
  readonly withdrawalAsked: boolean;
  /** What the saga has been told; absent while nothing. */
  readonly told?: Outcome;
}

/**
 * The world around one saga, as far as the saga has been told of it. Plain data, and nothing of the saga's own state:
 * two ways that lead to the same world can be seen to be the same.
 */
export interface Outside {
  readonly asked: Readonly<Record<string, Asked>>;
  /** What stands of each step. */
  readonly standing: Readonly<Record<string, 'done' | 'undone'>>;
  /** The command that was asked for last, while nothing has been said to it since. */
  readonly open: string | null;
  readonly last: string | null;
  /** Whether a person will count the last command's step as done. */
  readonly skipping: boolean;
  /** By which act a person wants to have the last command's step tried anew, while that has not been done. */
  readonly anew: 'retry' | 'amend' | null;
  readonly paused: boolean;
  /** Whether others have been told that a person is waited for, and not that this has ended. */
  readonly waitsForPerson: boolean;
  readonly undoing: boolean;
  readonly cancelled: boolean;
  /** Whether a person has decided that the order goes on although it was cancelled, or back although it cannot. */
  readonly decided: boolean;
}

/** Before anything was asked. */
export const nothingAsked: Outside = {
  asked: {},
  standing: {},
  open: null,
  last: null,
  skipping: false,
  anew: null,
  paused: false,
  waitsForPerson: false,
  undoing: false,
  cancelled: false,
  decided: false,
};

/** Something that happens to a saga, as the outside sees it. */
export type Move =
  | { readonly kind: 'say'; readonly commandId: string; readonly outcome: Outcome }
  | { readonly kind: 'start' | 'event' | 'cancelled' | 'deadline' | OperatorAct };

/** What a participant may say to a command next: its one outcome, as often as one likes. */
export function sayable<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  { step: name, isUndo, told, withdrawalAsked }: Asked,
): readonly Outcome[] {
  if (told !== undefined && told !== 'dead') return [told];
  const step = steps.find((one) => one.name === name);
  const refusable = step !== undefined && !isAwaiting(step) && step.refused !== undefined && !isUndo && told === undefined;
  const sayings: readonly (Outcome | false | undefined)[] = [
    isUndo ? 'undone' : 'ok',
    'dead',
    refusable && 'refused',
    withdrawalAsked && 'withdrawn',
  ];
  return sayings.filter((outcome) => typeof outcome === 'string');
}

/**
 * What must hold of a saga, whatever it is like inside: a small account, kept from what it is told and what it says.
 *
 * Exactly one effect: a step is asked for anew only by a person, and not while it stands; in their order, and never on
 * the way back; nothing new while a command before it may yet be carried out. Undo only for what stands, the last first,
 * and for nothing past the pivot. An order completes when everything due stands, and is compensated when nothing does; a
 * cancelled one never completes without a person.
 * While it runs somebody has been asked who has not answered. While a person has to decide, and then alone, others have
 * been told so; whoever sends the order again is told how it has ended, or that a person is waited for. What is taken on
 * is told when the order comes, each time, when it is amended, or was to be, and when a step was to be skipped to no effect.
 */
export class Account<Data extends SagaData, Order extends SagaOrder> {
  private readonly known = new Map<string, { readonly step: string; readonly attempt: number }>();

  /** @param due the steps that the order takes. @param undos the full names of the records that undo. */
  constructor(
    private readonly definition: SagaDefinition<Data, Order>,
    private readonly due: readonly string[],
    private readonly undos: ReadonlySet<string>,
  ) {
    for (const { name: step } of definition.steps) {
      for (let attempt = 1; attempt <= 12; attempt += 1) {
        for (const idOf of [commandIdOf, undoIdOf]) {
          this.known.set(idOf({ id: ORDER_ID, acceptedAt: ACCEPTED_AT }, step, attempt), { step, attempt });
        }
      }
    }
  }

  /** The world after a move, and what must not have been. */
  after(
    before: Outside,
    move: Move,
    stood: Instance<Data, Order> | null,
    result: Next<Data, Order>,
  ): { readonly outside: Outside; readonly broken: readonly string[] } {
    const broken: string[] = [];
    const must = (holds: boolean, text: string): void => {
      if (!holds) broken.push(text);
    };
    const hadEffect = result.history?.effect !== 'ignored';
    let outside = this.told(before, move, stood, hadEffect);
    must(result.send.length <= 1, 'one command at a time');
    for (const { message } of result.send) {
      must(!outside.paused, 'nothing is sent while paused');
      outside = this.sent(outside, move, message, must);
    }
    const { answersWith, ends, steps } = this.definition;
    const says = ({ fullName }: { readonly fullName: string }) => result.publish.some(({ type }) => type.fullName === fullName);
    const stands = (name: string) => outside.standing[name] === 'done';
    const undoable = steps.filter(({ kind }) => kind === 'compensatable').filter(({ name }) => stands(name));
    const beyond = steps.filter(({ kind }) => kind !== 'compensatable').filter((step) => !isAwaiting(step) && stands(step.name));
    const { instance } = result;
    if (!instance) return { outside, broken };
    const { status } = instance;
    must(outside.paused === (status === 'paused'), `paused: ${outside.paused}, but ${status}`);
    must(!says(ends.completed) || status === 'completed', 'told completed, and is not');
    must(!says(ends.compensated) || status === 'compensated', 'told reversed, and is not');
    const enters = (one: string) => status === one && stood?.status !== one;
    must(!enters('completed') || says(ends.completed), 'completed without telling');
    must(!enters('compensated') || says(ends.compensated), 'compensated without telling');
    must(!enters('needs_attention') || says(ends.needsAttention), 'a person is needed, and not told');
    must(!says(ends.attentionResolved) || (outside.waitsForPerson && !says(ends.needsAttention)), 'told of the end of no waiting');
    const isOver = says(ends.attentionResolved) || says(ends.completed) || says(ends.compensated);
    const waitsForPerson = says(ends.needsAttention) || (outside.waitsForPerson && !isOver);
    outside = { ...outside, waitsForPerson };
    must(status === 'paused' || waitsForPerson === (status === 'needs_attention'), `a person is waited for: ${waitsForPerson}, but ${status}`);
    const end = status === 'completed' ? ends.completed : status === 'compensated' ? ends.compensated : undefined;
    const standing = waitsForPerson ? ends.needsAttention : end;
    const isDecision = move.kind === 'retry' || move.kind === 'skip' || move.kind === 'amend';
    must(move.kind !== 'start' || !standing || says(standing), 'sent again, and not told where it stands');
    must(hadEffect || !isDecision || !standing || says(standing), 'decided to no effect, and not told where it stands');
    const isTaken = move.kind === 'start' || move.kind === 'amend' || (move.kind === 'skip' && !hadEffect);
    must(isTaken === says(answersWith), `told what was taken: ${!isTaken}, after ${move.kind}`);
    if (status === 'completed') {
      must(this.due.every(stands), `completed without ${this.due.filter((name) => !stands(name)).join(', ')}`);
      must(!outside.cancelled || outside.decided, 'completed although cancelled');
    }
    if (status === 'compensated') {
      must(undoable.length === 0, `compensated, but ${undoable.map(({ name }) => name).join(', ')} stands`);
      must(beyond.length === 0 || outside.decided, 'compensated past the pivot');
    }
    if (status === 'running') must(outside.open !== null, 'runs, and nobody was asked');
    if (status === 'waiting') must(outside.open === null && !outside.undoing, 'waits, and somebody was asked');
    return { outside, broken };
  }

  private told(before: Outside, move: Move, stood: Instance<Data, Order> | null, hadEffect: boolean): Outside {
    const at = before.last === null ? undefined : before.asked[before.last];
    switch (move.kind) {
      case 'say':
        return this.said(before, move.commandId, move.outcome);
      case 'event':
        return withStanding(before, this.awaited, 'done');
      case 'cancelled':
        return { ...before, cancelled: true, decided: before.cancelled && before.decided };
      case 'pause':
        return hadEffect ? { ...before, paused: true } : before;
      case 'resume':
        return hadEffect ? { ...before, paused: false } : before;
      case 'retry':
        if (!hadEffect) return before;
        if (at?.told !== 'dead' || before.open !== null) return { ...before, decided: true };
        return { ...before, decided: true, anew: before.anew ?? 'retry', skipping: false };
      case 'amend':
        return hadEffect ? { ...before, anew: 'amend', skipping: false } : before;
      case 'skip':
        if (!hadEffect) return before;
        if (stood?.step === this.awaited) return withStanding(before, this.awaited, 'done');
        return countedAsDone({ ...before, skipping: true, anew: null }, at);
      default:
        return before;
    }
  }

  private said(before: Outside, commandId: string, outcome: Outcome): Outside {
    const command = before.asked[commandId];
    if (!command) return before;
    const news = command.told !== outcome;
    const after = {
      ...before,
      asked: { ...before.asked, [commandId]: { ...command, told: outcome } },
      open: before.open === commandId ? null : before.open,
    };
    if (!news) return after;
    if (outcome === 'ok') return withStanding(after, command.step, 'done');
    if (outcome === 'undone') return withStanding(after, command.step, 'undone');
    return commandId === before.last ? countedAsDone(after, after.asked[commandId]) : after;
  }

  private sent(before: Outside, move: Move, message: Message, must: (holds: boolean, text: string) => void): Outside {
    const { commandId } = message.data as CommandIds;
    const known = before.asked[commandId];
    const fresh = known?.told === undefined;
    if (message.type.fullName === Withdraw.fullName) {
      must(known !== undefined && (fresh || known.told === 'dead'), 'withdrawn what was not asked for, or is settled');
      if (!known) return before;
      return { ...before, open: commandId, asked: { ...before.asked, [commandId]: { ...known, withdrawalAsked: true } } };
    }
    const named = this.known.get(commandId);
    if (!named) throw new Error(`no command of this saga: ${message.type.fullName}`);
    const isUndo = this.undos.has(message.type.fullName);
    const { steps } = this.definition;
    const place = steps.findIndex(({ name }) => name === named.step);
    const stands = (name: string) => before.standing[name] === 'done';
    const byPerson = move.kind === 'retry' || move.kind === 'amend' || before.anew !== null;
    const loose = Object.values(before.asked).some(({ told }) => told === undefined || told === 'dead');
    must(known !== undefined || !loose, `${named.step} while a command before it may yet be carried out`);
    if (known) must(fresh && (byPerson || move.kind === 'deadline' || move.kind === 'resume'), 'asked again without reason');
    if (isUndo && !known) {
      must(stands(named.step) || byPerson, `undo of ${named.step}, which does not stand`);
      const later = steps.slice(place + 1).filter((step) => !isAwaiting(step) && stands(step.name));
      must(later.length === 0 || before.decided, `undo of ${named.step} before ${later.map(({ name }) => name).join(', ')}`);
    }
    if (!isUndo) {
      must(!before.undoing, `${named.step} on the way back`);
      must(!stands(named.step) || before.anew === 'amend' || this.isRedone(before), `${named.step} again, which stands`);
      const missing = this.due.slice(0, this.due.indexOf(named.step)).filter((name) => !stands(name));
      must(missing.length === 0, `${named.step} before ${missing.join(', ')}`);
      const anew = !known && Object.values(before.asked).some(({ step, isUndo: undo }) => step === named.step && !undo);
      must(!anew || byPerson || this.isRedone(before), `${named.step} anew without a person`);
    }
    const asked = known ?? { ...named, isUndo, withdrawalAsked: false };
    return {
      ...before,
      asked: { ...before.asked, [commandId]: asked },
      open: commandId,
      last: commandId,
      skipping: known ? before.skipping : false,
      anew: known ? before.anew : null,
      undoing: isUndo,
    };
  }

  /** Whether the last command did a step again for an amended order: those after it are done again, too. */
  private isRedone({ last, asked }: Outside): boolean {
    const at = last === null ? undefined : asked[last];
    return at !== undefined && Object.values(asked).some(({ step, attempt, isUndo }) => step === at.step && attempt < at.attempt && !isUndo);
  }

  private get awaited(): string {
    return this.definition.steps.find(isAwaiting)?.name ?? '';
  }
}

/** A person's word counts once the command can no longer be carried out. */
function countedAsDone(outside: Outside, last: Asked | undefined): Outside {
  if (!outside.skipping || !last || (last.told !== 'refused' && last.told !== 'withdrawn')) return outside;
  return withStanding({ ...outside, skipping: false }, last.step, last.isUndo ? 'undone' : 'done');
}

function withStanding(outside: Outside, step: string, stands: 'done' | 'undone'): Outside {
  return { ...outside, standing: { ...outside.standing, [step]: stands } };
}
