import { CancelSalesOrder, VoidInvoice } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { journey, receiptSalePlaced, tillSalePlaced } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { explore } from '../testing/explore.js';
import { type Happening, paused, resumed } from '../testing/happening.js';
import { Account, type Move } from '../testing/outside.js';
import type { Input } from './input.js';
import type { Instance } from './instance.js';
import { next } from './next.js';

const PATIENCE_MS = 120_000;
const LENGTH = 6;
const PAUSE_MS = 3_600_000;

const undos = new Set([CancelSalesOrder.fullName, VoidInvoice.fullName]);
const everyStep = sale.steps.map(({ name }) => name);

/** Where a saga stands, but for its clocks and acts. */
function placeOf<Data, Order>(instance: Instance<Data, Order> | null): string {
  if (!instance) return 'none';
  const { status, direction, step, act, answer, cancellation, attention, reversedFor, steps, kept, early, skipping, retrying, redoing } = instance;
  const place = { status, direction, step, act, answer, cancellation, code: attention?.code, reversedFor };
  return JSON.stringify({ ...place, steps, kept, early, skipping, retrying, redoing });
}

/** Takes inputs with `by`, and collects where a saga that is paused while they come ends up elsewhere than one that is not. */
function watched(differences: Set<string>, by: typeof next = next): typeof next {
  return (definition, instance, input, now) => {
    const taken = by(definition, instance, input, now);
    if (!instance || instance.status === 'paused' || instance.status === 'completed' || instance.status === 'compensated') return taken;
    const act = (happens: Happening): Input => happens({ definition, instance, now }).input;
    const throughPause = (...inputs: Input[]) => {
      const during = [act(paused), ...inputs].reduce<typeof instance | null>((stood, one) => by(definition, stood, one, now).instance, instance);
      return by(definition, during, act(resumed), now + PAUSE_MS).instance;
    };
    const where = `${instance.status} ${instance.direction} at ${instance.step}`;
    const unmoved = throughPause();
    if (placeOf(unmoved) !== placeOf(instance)) differences.add(`${where}, paused`);
    if (unmoved?.attention?.since !== instance.attention?.since) differences.add(`${where}, paused: needed anew`);
    const isOverdue = instance.deadlineAt !== null && instance.deadlineAt < now + PAUSE_MS;
    if (instance.status === 'waiting' && !isOverdue && unmoved?.deadlineAt !== instance.deadlineAt) differences.add(`${where}, paused: awaited anew`);
    const comes = input.kind === 'reply' || input.kind === 'event' || input.kind === 'cancellation';
    if (comes && placeOf(throughPause(input)) !== placeOf(taken.instance)) differences.add(`${where}, paused while a ${input.kind} comes`);
    return taken;
  };
}

function differencesOf(start: Happening, due: readonly string[], first: readonly Move['kind'][], by?: typeof next): string[] {
  const differences = new Set<string>();
  const exploration = { first, length: LENGTH, by: watched(differences, by) };
  explore(sale, { ...journey, start }, new Account(sale, due, undos), exploration);
  return [...differences];
}

describe('a saga that is paused while something comes', { timeout: PATIENCE_MS }, () => {
  it.each<[string, Happening, readonly string[], Move['kind'][]]>([
    ['a web order that comes', journey.start, everyStep, []],
    ['a web order that is posted', journey.start, everyStep, ['start', 'say']],
    ['a web order that is invoiced', journey.start, everyStep, ['start', 'say', 'say']],
    ['a web order whose invoice is accepted', journey.start, everyStep, ['start', 'say', 'say', 'say']],
    ['a web order that is paid', journey.start, everyStep, ['start', 'say', 'say', 'say', 'event']],
    ['a till sale that comes', tillSalePlaced, everyStep, ['start']],
    ['a receipt sale that comes', receiptSalePlaced, ['post-order', 'post-payment'], ['start']],
  ])('is at its end where it would be without the pause: %s', (_what, start, due, first) => {
    expect(differencesOf(start, due, first)).toEqual([]);
  });

  it.each<[string, typeof next]>([
    ['paused: needed anew', (definition, instance, input, now) => {
      const forgets = instance?.attention && input.kind === 'resume';
      return next(definition, forgets ? { ...instance, attention: { ...instance.attention!, code: '' } } : instance, input, now);
    }],
    ['paused: awaited anew', (definition, instance, input, now) =>
      next(definition, instance && { ...instance, pausedDeadline: undefined }, input, now)],
    ['paused while a cancellation comes', (definition, instance, input, now) => {
      const cancellation = input.kind === 'resume' ? null : instance?.cancellation;
      return next(definition, instance && { ...instance, cancellation: cancellation ?? null }, input, now);
    }],
  ])('is found to be elsewhere where its end forgets (control): %s', (what, by) => {
    expect(differencesOf(journey.start, everyStep, ['start', 'say', 'say', 'say'], by).join('\n')).toContain(what);
  });
});
