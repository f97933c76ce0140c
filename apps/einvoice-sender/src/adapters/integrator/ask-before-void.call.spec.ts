import { done } from '@kervan/outbound';
import { fixedSecret } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { askBeforeVoidCall } from './ask-before-void.call.js';
import { integratorTargets } from './integrator-targets.js';

const { transmission, questions } = integratorTargets({ url: 'https://integrator.example', apiKey: fixedSecret('key'), slots: 1 });
const call = askBeforeVoidCall(questions, async () => undefined);
const claim = { buyerTaxId: '4540536920', currency: 'TRY', grossMinor: 9_980 };
const question = {
  orderId: 'o', commandId: 'c', number: 'ANA2026000000001', ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d479', reason: '', claim,
};
const longestWayMs = transmission.timeoutMs + transmission.maxProcessingMs + transmission.lookupLagMs;

describe('that nothing is found under the ETTN of a number to be voided', () => {
  it.each([
    ['is final where it was given up longer ago than anything takes to come', { agoMs: longestWayMs + 1 }, true],
    ['is not final where what was sent before may still come', { agoMs: longestWayMs }, false],
    ['is never final where the integrator has said that something is there', null, false],
  ])('%s', (_, givenUp, isFinal) => {
    const asked = { ...question, givenUp: givenUp && { ...givenUp, at: '2026-11-21T08:00:00.123456+00:00' } };
    const answer = { status: 404, headers: {}, text: '', json: { code: 'invoice-not-found' } };
    expect(call.answer(answer, asked, 'key')).toEqual(done({ kind: 'absent', isFinal }));
  });
});
