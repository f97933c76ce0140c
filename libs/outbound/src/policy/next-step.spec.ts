import { describe, expect, it } from 'vitest';
import { type Answer, done, found, type LookUpAnswer, maybeFound, notFound, refused, transient, unknown } from '../call/answer.js';
import { defineTarget, Repeat, type Target } from '../call/target.js';
import { afterLookUp } from './after-look-up.js';
import { afterSend } from './after-send.js';
import type { CallProgress, Circumstances, Step } from './call-progress.js';
import { actNow, forAPerson, putBack, stateOfRepeat } from './next-act.js';

const T0 = 1_700_000_000_000;
const target = (repeat: Repeat): Target =>
  defineTarget({
    name: 'books',
    baseUrl: 'https://books.example',
    repeat,
    keyLifetimeMs: 3_600_000,
    maxProcessingMs: 60_000,
    lookupLagMs: 5_000,
    slots: 4,
    timeoutMs: 30_000,
    retry: { delaysMs: [1_000, 2_000], jitter: 0, giveUpAfterMs: 10_000 },
  });
const conclusiveMs = 30_000 + 60_000 + 5_000;

const fresh: CallProgress = {
  act: 'send',
  attempts: 0,
  firstSentAt: T0,
  lastSentAt: T0,
  uncertainSince: null,
  emptyLookUps: 0,
  refusal: null,
};
const asking: CallProgress = { ...fresh, act: 'look-up', attempts: 1, uncertainSince: T0 };

interface Given {
  readonly repeat?: Repeat;
  readonly canLookUp?: boolean;
  readonly now?: number;
}
const at = ({ repeat = 'key', canLookUp = true, now = T0 + 10 }: Given): Circumstances => ({
  target: target(repeat),
  canLookUp,
  now,
  random: 0.5,
});
const send = (answer: Answer<unknown>, given: Given = {}, progress: CallProgress = fresh) =>
  afterSend(progress, answer, at(given));
const look = (answer: LookUpAnswer<unknown>, given: Given = {}, progress: CallProgress = asking) =>
  afterLookUp(progress, answer, at(given));

describe('after a send', () => {
  it('done completes the call', () => {
    expect(send(done({ number: 7 }))).toMatchObject({ state: 'completed', outcome: { kind: 'done' }, dueInMs: null });
  });

  it('a refusal fails it, with the refusal as its outcome', () => {
    expect(send(refused('article-blocked', 'no'))).toMatchObject({
      state: 'failed',
      outcome: { kind: 'refused', code: 'article-blocked' },
    });
  });

  it('a transient answer is tried again by the schedule and costs an attempt', () => {
    expect(send(transient('http-403'))).toMatchObject({ state: 'pending', act: 'send', attempts: 1, dueInMs: 1_000 });
  });

  it('a wait that the far side asked for is kept to and costs none', () => {
    expect(send(transient('too-many-requests', 7_000))).toMatchObject({ state: 'pending', attempts: 0, dueInMs: 7_000 });
  });

  it('transient answers end it dead once the schedule is used up', () => {
    const tired = { ...fresh, attempts: 6 };
    expect(send(transient('refused-connection'), {}, tired)).toMatchObject({
      state: 'failed',
      outcome: { kind: 'dead', code: 'retries-exhausted' },
    });
  });

  it('a key that is not valid is no end of the call, however long it lasts, nor does it shorten what follows', () => {
    const refusedKey = { ...transient('http-401'), ofCaller: true } as const;
    let progress = fresh;
    for (let sent = 0; sent < 50; sent += 1) {
      const step = send(refusedKey, {}, progress);
      expect(step).toMatchObject({ state: 'pending', act: 'send', attempts: Math.min(sent + 1, 2) });
      expect(step.dueInMs).toBe(sent === 0 ? 1_000 : 2_000);
      progress = { ...progress, attempts: step.attempts };
    }
    expect(send(refusedKey, {}, { ...fresh, attempts: 6 })).toMatchObject({ state: 'pending', attempts: 6, dueInMs: 2_000 });
    expect(look(refusedKey, {}, { ...asking, attempts: 5 })).toMatchObject({ state: 'unknown', attempts: 5, dueInMs: 2_000 });
    expect(send(transient('http-403'), {}, { ...fresh, attempts: 6 }), 'control').toMatchObject({ state: 'failed' });
  });

  it('with an unknown outcome it never ends dead: a person decides', () => {
    const tired = { ...fresh, attempts: 6, uncertainSince: T0 };
    expect(send(transient('refused-connection'), {}, tired)).toMatchObject({ state: 'unknown', dueInMs: null });
    expect(send(unknown('timeout'), {}, tired)).toMatchObject({ state: 'unknown', dueInMs: null });
  });

  it.each<[Repeat, boolean, object]>([
    ['key', true, { act: 'look-up', dueInMs: 1_000 }],
    ['key', false, { act: 'send', dueInMs: 1_000 }],
    ['uniqueReference', true, { act: 'look-up', dueInMs: 1_000 }],
    ['uniqueReference', false, { act: 'send', dueInMs: 1_000 }],
    ['lookupOnly', true, { act: 'look-up', dueInMs: conclusiveMs - 10 }],
    ['lookupOnly', false, { dueInMs: null }],
    ['never', true, { act: 'look-up', dueInMs: conclusiveMs - 10 }],
    ['never', false, { dueInMs: null }],
  ])('an unknown outcome with %s (look-up: %s) leads to %o', (repeat, canLookUp, next) => {
    expect(send(unknown('timeout'), { repeat, canLookUp })).toMatchObject({
      state: 'unknown',
      uncertainSince: T0 + 10,
      attempts: 1,
      ...next,
    });
  });

  it('a key that has expired protects no more', () => {
    const late = T0 + 3_600_000;
    expect(send(unknown('timeout'), { canLookUp: false, now: late })).toMatchObject({ state: 'unknown', dueInMs: null });
  });

  it.each<Repeat>(['key', 'uniqueReference'])('with %s a refusal after an unknown outcome counts only once look-ups have found nothing', (repeat) => {
    const uncertain = { ...fresh, uncertainSince: T0 };
    expect(send(refused('blocked', ''), { repeat }, uncertain)).toMatchObject({
      state: 'unknown',
      act: 'look-up',
      dueInMs: conclusiveMs - 10,
      refusal: { code: 'blocked' },
    });
  });

  it.each<[Repeat, object]>([
    ['key', { state: 'failed' }],
    ['uniqueReference', { state: 'unknown', dueInMs: null }],
  ])('with %s and no look-up it is %o', (repeat, end) => {
    const uncertain = { ...fresh, uncertainSince: T0 };
    expect(send(refused('blocked', ''), { repeat, canLookUp: false }, uncertain)).toMatchObject(end);
  });

  it('an answer after an unknown outcome that is not understood is followed by a look-up, if there is one', () => {
    const uncertain = { ...fresh, uncertainSince: T0 };
    const answer = { ...transient('http-409'), notUnderstood: true } as const;
    expect(send(answer, {}, uncertain)).toMatchObject({ state: 'unknown', act: 'look-up', attempts: 1 });
    expect(send(answer, { canLookUp: false }, uncertain)).toMatchObject({ state: 'unknown', act: 'send', attempts: 1 });
    expect(send(answer), 'control').toMatchObject({ state: 'pending', act: 'send' });
  });

  it('a failure that says nothing of an earlier send leaves it at sending, as a person may have decided', () => {
    const repeated = { ...asking, act: 'send' } as const;
    expect(send(transient('ECONNREFUSED'), {}, repeated)).toMatchObject({ state: 'unknown', act: 'send' });
  });
});

describe('after a look-up', () => {
  const conclusive = T0 + conclusiveMs;

  it('what was found completes the call', () => {
    expect(look(found({ number: 7 }))).toMatchObject({ state: 'completed', outcome: { kind: 'done', result: { number: 7 } } });
  });

  it.each<Repeat>(['key', 'uniqueReference'])('with %s an empty one sends again at once, still uncertain', (repeat) => {
    expect(look(notFound, { repeat })).toMatchObject({ state: 'unknown', act: 'send', dueInMs: 0, uncertainSince: T0 });
  });

  it('with lookupOnly an early empty one does not count', () => {
    expect(look(notFound, { repeat: 'lookupOnly', now: conclusive - 1 })).toMatchObject({
      state: 'unknown',
      act: 'look-up',
      emptyLookUps: 0,
      dueInMs: 1,
    });
  });

  it('with lookupOnly the second that counts sends again, now with certainty', () => {
    const first = look(notFound, { repeat: 'lookupOnly', now: conclusive });
    expect(first).toMatchObject({ state: 'unknown', act: 'look-up', emptyLookUps: 1, dueInMs: 5_000 });
    const second = look(notFound, { repeat: 'lookupOnly', now: conclusive + 5_000 }, { ...asking, emptyLookUps: 1 });
    expect(second).toMatchObject({ state: 'pending', act: 'send', uncertainSince: null, emptyLookUps: 0, dueInMs: 0 });
  });

  it('an expired key is treated as lookupOnly', () => {
    expect(look(notFound, { now: T0 + 3_600_000 })).toMatchObject({ act: 'look-up', emptyLookUps: 1 });
  });

  it('an empty look-up before one that is not clear counts no longer', () => {
    const between = look(unknown('other-amount'), { repeat: 'lookupOnly' }, { ...asking, emptyLookUps: 1 });
    expect(between).toMatchObject({ act: 'look-up', emptyLookUps: 0 });
    const timedOut = look(transient('http-500'), { repeat: 'lookupOnly' }, { ...asking, emptyLookUps: 1 });
    expect(timedOut).toMatchObject({ act: 'look-up', emptyLookUps: 1 });
  });

  it.each([
    ['sends it again', 1, { state: 'pending', act: 'send' }],
    ['ends it', 7, { state: 'failed', outcome: { kind: 'dead', code: 'retries-exhausted', detail: 'never taken' } }],
  ])('an early empty one counts for nothing once the key has expired: the second after that %s', (_, attempts, end) => {
    const after = (step: Step): CallProgress => ({ ...fresh, ...step });
    const early = look(notFound, { now: T0 + 20 }, after(send(unknown('timeout'))));
    expect(early).toMatchObject({ act: 'send', emptyLookUps: 0, uncertainSince: T0 + 10 });
    const notSent = { ...after(send(transient('ECONNREFUSED'), { now: T0 + 30 }, after(early))), attempts };

    const expired = { now: T0 + 3_600_000 };
    expect(actNow(notSent, at(expired))).toBe('look-up');
    const first = look(notFound, expired, { ...notSent, act: 'look-up' });
    expect(first).toMatchObject({ state: 'unknown', act: 'look-up', emptyLookUps: 1, dueInMs: 5_000 });
    expect(look(notFound, expired, after(first))).toMatchObject(end);
  });

  it('with never a person decides, however often it was empty', () => {
    const second = look(notFound, { repeat: 'never', now: conclusive }, { ...asking, emptyLookUps: 1 });
    expect(second).toMatchObject({ state: 'unknown', dueInMs: null });
  });

  it('a kept refusal counts after the second empty one, whatever repeats', () => {
    const refusedBefore = { ...asking, refusal: refused('blocked', 'article') };
    const given = { repeat: 'uniqueReference', now: conclusive } as const;
    expect(look(notFound, given, refusedBefore)).toMatchObject({ state: 'unknown', act: 'look-up', emptyLookUps: 1 });
    expect(look(notFound, given, { ...refusedBefore, emptyLookUps: 1 })).toMatchObject({
      state: 'failed',
      outcome: { kind: 'refused', code: 'blocked' },
    });
    expect(look(found({}), given, refusedBefore)).toMatchObject({ state: 'completed', refusal: null });
  });

  it('where something may be there it is sent again, and nothing is ruled out', () => {
    expect(look(maybeFound, { repeat: 'key' })).toMatchObject({ state: 'unknown', act: 'send', dueInMs: 0 });
    const refusedBefore = { ...asking, refusal: refused('quota', ''), emptyLookUps: 1 };
    expect(look(maybeFound, { now: conclusive }, refusedBefore)).toMatchObject({ state: 'unknown', act: 'look-up', dueInMs: 2_000 });
    expect(look(maybeFound, { now: conclusive }, { ...refusedBefore, attempts: 6 })).toMatchObject({ state: 'unknown', dueInMs: null });
  });

  it('one without an answer is made again by the schedule, and at last by a person', () => {
    expect(look(unknown('timeout'))).toMatchObject({ state: 'unknown', act: 'look-up', attempts: 2, dueInMs: 2_000 });
    expect(look(transient('busy', 9_000))).toMatchObject({ attempts: 1, dueInMs: 9_000 });
    expect(look(unknown('timeout'), {}, { ...asking, attempts: 6 })).toMatchObject({ state: 'unknown', dueInMs: null });
  });
});

describe('when a person has a call sent again', () => {
  it.each<[Repeat, string, string]>([
    ['key', 'unknown', 'pending'],
    ['uniqueReference', 'unknown', 'unknown'],
    ['lookupOnly', 'pending', 'pending'],
    ['never', 'pending', 'pending'],
  ])('with %s it is %s until that is answered, and once a key has expired %s', (repeat, soon, later) => {
    expect(stateOfRepeat(asking, at({ repeat }))).toBe(soon);
    expect(stateOfRepeat(asking, at({ repeat, now: T0 + 3_600_000 }))).toBe(later);
  });

  it('one that is unknown still never ends dead by itself', () => {
    const repeated = { ...asking, act: 'send', attempts: 6 } as const;
    expect(send(transient('busy'), {}, repeated)).toMatchObject({ state: 'unknown', dueInMs: null, outcome: null });
    expect(send(transient('busy'), {}, { ...repeated, uncertainSince: null }), 'control').toMatchObject({ state: 'failed' });
  });
});

describe('when a worker takes a call', () => {
  it('what was planned is done', () => {
    expect(actNow(fresh, at({}))).toBe('send');
    expect(actNow(asking, at({}))).toBe('look-up');
  });

  it('a repetition whose key expired while it waited is not sent', () => {
    const planned = { ...asking, act: 'send' } as const;
    const late = { now: T0 + 3_600_000 };
    expect(actNow(planned, at({}))).toBe('send');
    expect(actNow(planned, at(late))).toBe('look-up');
    expect(actNow(planned, at({ ...late, canLookUp: false }))).toBe('ask-a-person');
  });

  it('putting it back changes nothing but the time', () => {
    expect(putBack(fresh, 100)).toMatchObject({ state: 'pending', attempts: 0, dueInMs: 100 });
    expect(putBack(asking, 100)).toMatchObject({ state: 'unknown', act: 'look-up', attempts: 1, uncertainSince: T0 });
    expect(forAPerson(fresh, { now: T0 })).toMatchObject({ state: 'unknown', uncertainSince: T0, dueInMs: null });
  });
});
