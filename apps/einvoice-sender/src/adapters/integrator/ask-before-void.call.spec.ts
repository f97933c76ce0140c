import { done } from '@kervan/outbound';
import { fixedSecret } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import type { GivenUp, VoidQuestion } from '../../ports/integrator.js';
import { askBeforeVoidCall } from './ask-before-void.call.js';
import { integratorTargets } from './integrator-targets.js';

const { transmission, questions } = integratorTargets({ url: 'https://integrator.example', apiKey: fixedSecret('key'), slots: 1 });
const call = askBeforeVoidCall(questions, async () => undefined);
const claim = { buyerTaxId: '4540536920', currency: 'TRY', grossMinor: 9_980 };
const question = {
  orderId: 'o', commandId: 'c', number: 'ANA2026000000001', ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d479', reason: '', claim,
};
const longestWayMs = transmission.timeoutMs + transmission.maxProcessingMs + transmission.lookupLagMs;
const givenUp = (agoMs: number): GivenUp => ({ at: '2026-11-21T08:00:00.123456+00:00', agoMs });
const ofAReleaseBefore = { givenUp: null };

describe('that nothing is found under the ETTN of a number to be voided', () => {
  it.each<[string, Partial<VoidQuestion>, boolean]>([
    ['is final where it was given up longer ago than anything takes to come', { isDisputed: false, givenUp: givenUp(longestWayMs + 1) }, true],
    ['is not final where what was sent before may still come', { isDisputed: false, givenUp: givenUp(longestWayMs) }, false],
    ['is never final where the integrator has said that something is there', { isDisputed: true, givenUp: null }, false],
    ['is not final either where another content was given up then', { isDisputed: true, givenUp: givenUp(longestWayMs + 1) }, false],
    ['is not final where a release before has asked about what is there', ofAReleaseBefore, false],
  ])('%s', (_, doubt, isFinal) => {
    const answer = { status: 404, headers: {}, text: '', json: { code: 'invoice-not-found' } };
    expect(call.answer(answer, { ...question, ...doubt }, 'key')).toEqual(done({ kind: 'absent', isFinal }));
  });
});

describe('that what is found there was refused', () => {
  const found = (code: number, doubt: Partial<VoidQuestion>): unknown => {
    const json = { ettn: question.ettn, number: question.number, status: 'refused', code };
    return call.answer({ status: 200, headers: {}, text: '', json }, { ...question, ...doubt }, 'key');
  };

  it.each<[string, Partial<VoidQuestion>]>([
    ['another content was given up longer ago than anything takes to come', { isDisputed: false, givenUp: givenUp(longestWayMs + 1) }],
    ['it is disputed, and nothing was given up', { isDisputed: true, givenUp: null }],
  ])('for its form, is final where %s', (_, doubt) => {
    expect(found(1150, doubt)).toEqual(done({ kind: 'refused', code: '1150', detail: '', correctable: true }));
  });

  it.each<[string, Partial<VoidQuestion>]>([
    ['another content may still come', { isDisputed: false, givenUp: givenUp(longestWayMs) }],
    ['it is disputed, and another content may still come', { isDisputed: true, givenUp: givenUp(longestWayMs) }],
    ['a release before has asked', ofAReleaseBefore],
  ])('for its form, is not final where %s', (_, doubt) => {
    expect(found(1160, doubt)).toEqual(done({ kind: 'replaceable' }));
  });

  it('for good, is final: no other content is taken then', () => {
    const refused = { kind: 'refused', code: '1181', detail: '', correctable: false };
    expect(found(1181, { isDisputed: false, givenUp: givenUp(0) })).toEqual(done(refused));
  });
});
