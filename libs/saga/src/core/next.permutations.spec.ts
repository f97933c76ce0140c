import { CancelSalesOrder, type RecordType, VoidInvoice } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { journey, receiptSalePlaced, tillSalePlaced } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { explore, type Exploration, type Explored } from '../testing/explore.js';
import type { Happening } from '../testing/happening.js';
import { Account, type Move } from '../testing/outside.js';
import type { Input } from './input.js';
import { next } from './next.js';

const PATIENCE_MS = 120_000;
const LENGTH = 6;

const undos = new Set([CancelSalesOrder.fullName, VoidInvoice.fullName]);
const everyStep = sale.steps.map(({ name }) => name);
const receiptSteps = ['post-order', 'post-payment'];
const posted: Move['kind'][] = ['start', 'say'];
const invoiced: Move['kind'][] = [...posted, 'say'];
const accepted: Move['kind'][] = [...invoiced, 'say'];
const paid: Move['kind'][] = [...accepted, 'event'];

const explored = (
  start: Happening,
  due: readonly string[],
  exploration: Partial<Exploration> = {},
  definition = sale,
): Explored =>
  explore(definition, { ...journey, start }, new Account(sale, due, undos), {
    first: [],
    length: LENGTH,
    ...exploration,
  });

describe(`every sequence of ${LENGTH} moves of world, operators and time`, { timeout: PATIENCE_MS }, () => {
  const seen = new Set<string>();

  it.each<[string, Happening, readonly string[], Move['kind'][], number]>([
    ['a web order that comes', journey.start, everyStep, [], 250_000],
    ['a web order that is posted', journey.start, everyStep, posted, 4_000_000],
    ['a web order that is invoiced', journey.start, everyStep, invoiced, 6_000_000],
    ['a web order whose invoice is accepted', journey.start, everyStep, accepted, 3_000_000],
    ['a web order that is paid', journey.start, everyStep, paid, 6_500_000],
    ['a till sale that comes', tillSalePlaced, everyStep, [], 250_000],
    ['a till sale that is invoiced', tillSalePlaced, everyStep, invoiced, 5_500_000],
    ['a receipt sale that comes', receiptSalePlaced, receiptSteps, [], 250_000],
    ['a receipt sale that is posted', receiptSalePlaced, receiptSteps, posted, 2_500_000],
  ])('keeps to the account of %s', (_what, start, due, first, atLeast) => {
    const { broken, sequences, statuses } = explored(start, due, { first });

    expect(broken).toEqual([]);
    expect(sequences).toBeGreaterThan(atLeast);
    for (const status of Object.keys(statuses)) seen.add(status);
  });

  it('keeps to the account of a web order whose invoice may stand for good while it is taken back', () => {
    const steps = sale.steps.map((step) => (step.name === 'issue-invoice' ? { ...step, skipUndo: () => true } : step));
    const first: Move['kind'][] = [...posted, 'cancelled', 'say'];
    const { broken, sequences } = explored(journey.start, everyStep, { first }, { ...sale, steps } as typeof sale);

    expect(broken).toEqual([]);
    expect(sequences).toBeGreaterThan(1_000_000);
  });

  it('comes to every status in every direction in which it can stand', () => {
    expect([...seen].toSorted()).toEqual([
      'compensated backward',
      'completed forward',
      'needs_attention backward',
      'needs_attention forward',
      'not started',
      'paused backward',
      'paused forward',
      'running backward',
      'running forward',
      'waiting forward',
    ]);
  });
});

describe('the account finds a saga (control)', { timeout: PATIENCE_MS }, () => {
  const silentOf =
    ({ fullName }: RecordType<unknown>, inputs?: Input['kind']): typeof next =>
    (definition, instance, input, now) => {
      const told = next(definition, instance, input, now);
      const untold = !inputs || input.kind === inputs;
      return untold ? { ...told, publish: told.publish.filter(({ type }) => type.fullName !== fullName) } : told;
    };
  const withFault = (fault: typeof next) => explored(journey.start, everyStep, { first: posted, length: 4, by: fault }).broken.join('\n');

  it('that lacks the undo of a step', () => {
    const steps = sale.steps.map((step) => (step.name === 'issue-invoice' ? { ...step, undo: undefined } : step));
    const { broken } = explored(journey.start, everyStep, { first: invoiced, length: 2 }, { ...sale, steps } as typeof sale);
    expect(broken.join('\n')).toContain('issue-invoice stands');
  });

  it('that forgets a cancellation', () => {
    const forgetful: typeof next = (definition, instance, input, now) =>
      next(definition, instance && { ...instance, cancellation: null }, input, now);
    const { broken } = explored(journey.start, everyStep, { first: paid, length: 2, by: forgetful });
    expect(broken.join('\n')).toContain('completed although cancelled');
  });

  it('that sends while it is paused', () => {
    const hasty: typeof next = (definition, instance, input, now) =>
      next(definition, instance?.status === 'paused' ? { ...instance, status: 'running' } : instance, input, now);
    expect(withFault(hasty)).toContain('nothing is sent while paused');
  });

  it('that takes an unknown step for done when a person skips it', () => {
    const rash: typeof next = (definition, instance, input, now) => {
      const answer = { verdict: 'withdrawn' } as const;
      const unknown = instance && input.kind === 'skip' && !instance.answer;
      return next(definition, unknown ? { ...instance, answer } : instance, input, now);
    };
    const { broken } = explored(journey.start, everyStep, { first: ['start'], length: 2, by: rash });
    expect(broken.join('\n')).toContain('issue-invoice before post-order');
  });

  it('that tries again beside a command that was given up', () => {
    const hasty: typeof next = (definition, instance, input, now) => {
      const answer = { verdict: 'withdrawn' } as const;
      const givenUp = input.kind === 'retry' && instance?.answer?.verdict === 'dead';
      return next(definition, givenUp ? { ...instance, answer } : instance, input, now);
    };
    expect(withFault(hasty)).toContain('issue-invoice while a command before it may yet be carried out');
  });

  it('that forgets what it has been answered', () => {
    const forgetful: typeof next = (definition, instance, input, now) =>
      next(definition, instance && { ...instance, answer: null }, input, now);
    expect(withFault(forgetful)).not.toBe('');
  });

  it('that never tells a person', () => {
    expect(withFault(silentOf(sale.ends.needsAttention))).toContain('a person is needed, and not told');
  });

  it('that does not tell that a person is no longer waited for', () => {
    expect(withFault(silentOf(sale.ends.attentionResolved))).toContain('a person is waited for: true, but running');
  });

  it('that does not tell whoever sends an order again that it was taken back', () => {
    const { broken } = explored(journey.start, everyStep, { first: ['start'], length: 4, by: silentOf(sale.ends.compensated, 'start') });
    expect(broken.join('\n')).toContain('sent again, and not told where it stands');
  });

  it('that does not tell what an order is once it is amended', () => {
    expect(withFault(silentOf(sale.answersWith, 'amend'))).toContain('told what was taken: false, after amend');
  });

  it('that does not tell that a skip has no effect', () => {
    expect(withFault(silentOf(sale.answersWith, 'skip'))).toContain('told what was taken: false, after skip');
  });

  it('that undoes what is past the pivot', () => {
    const ignorant: typeof next = (definition, instance, input, now) => {
      const forgets = instance && input.kind === 'cancellation';
      const steps = { ...instance?.steps, transmit: { attempts: 1 } };
      return next(definition, forgets ? { ...instance, steps } : instance, input, now);
    };
    const { broken } = explored(journey.start, everyStep, { first: accepted, length: 2, by: ignorant });
    expect(broken.join('\n')).toContain('undo of issue-invoice before transmit');
  });
});
