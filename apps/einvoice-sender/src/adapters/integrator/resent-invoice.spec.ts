import { done, notFound, unknown } from '@kervan/outbound';
import { fixedSecret } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { askStatusCall } from './ask-status.call.js';
import { integratorTargets } from './integrator-targets.js';
import { sendInvoiceCall } from './send-invoice.call.js';

const settings = { url: 'https://integrator.example', apiKey: fixedSecret('key'), slots: 1 };
const { transmission, questions } = integratorTargets(settings);
const { lookupLagMs } = questions;
const ask = askStatusCall(questions, () => undefined);
const send = sendInvoiceCall(transmission, async () => new Map(), async () => undefined);

const invoice = { orderId: 'o', number: 'ANA2026000000001', ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' };
const answer = (changes: object, status = 200) => {
  const json = { ettn: invoice.ettn, number: invoice.number, detail: '', decidedAt: '2026-11-21T08:00:00Z', ...changes };
  return { status, headers: {}, text: '', json };
};
const refused = (code: number) => answer({ status: 'refused', code });
const ofForm = { kind: 'refused', code: '1150', detail: '', correctable: true };

describe('a question about an invoice that was taken after a refused one', () => {
  const told = (takenAgoMs: number | null | undefined, answered = refused(1150)): unknown =>
    ask.answer(answered, { ...invoice, poll: 0, takenAgoMs: takenAgoMs ?? null }, 'key');

  it('may be answered with the refusal before for as long as look-ups lag behind', () => {
    expect(told(0)).toEqual(done({ kind: 'pending' }));
    expect(told(lookupLagMs - 1)).toEqual(done({ kind: 'pending' }));
    expect(told(lookupLagMs)).toEqual(done(ofForm));
  });

  it('is answered at once where nothing was refused before', () => expect(told(null)).toEqual(done(ofForm)));

  it('is answered with what cannot be of before', () => {
    expect(told(0, refused(1181))).toMatchObject(done({ kind: 'refused', code: '1181', correctable: false }));
    expect(told(0, answer({ status: 'accepted', code: 1300 }))).toMatchObject(done({ kind: 'accepted' }));
    expect(told(0, answer({}, 404))).toEqual(done({ kind: 'pending' }));
    expect(told(0, answer({ number: 'ANA2026000000002', status: 'queued', code: 1000 }))).toMatchObject(
      done({ kind: 'disputed', code: 'other-invoice-held' }),
    );
  });
});

describe('an invoice that is sent after it was refused', () => {
  const dispatch = { ...invoice, commandId: 'c', profile: 'EARSIVFATURA', receiverAlias: null };

  it.each([[true, done({ kind: 'pending', isTaken: true })], [false, done(ofForm)]])(
    'is asked about where its taking is answered with the state of before (sent before: %s)',
    (isResent, meaning) => expect(send.answer(refused(1150), { ...dispatch, isResent }, 'key')).toEqual(meaning),
  );

  it('is refused where its content is refused at once', () => {
    const json = { code: 1150, detail: '' };
    expect(send.answer({ status: 422, headers: {}, text: '', json }, { ...dispatch, isResent: true }, 'key')).toEqual(done(ofForm));
  });

  describe('and is disputed', () => {
    const told = (code: string | number, status = 422): unknown => {
      const json = { code, detail: 'no' };
      return send.answer({ status, headers: {}, text: '', json }, { ...dispatch, isResent: true, isDisputed: true }, 'key');
    };

    it.each([['mailbox-closed', 422], ['number-used', 409], [1150, 422], ['1160', 400]])(
      'is so still where what is sent is refused, which says nothing of what is there: %s',
      (code, status) => {
        const result = { kind: 'disputed', code: 'ettn-used', detail: `${code}: no` };
        expect(told(code, status)).toEqual(done(result));
      },
    );

    it('is answered as any other where that is about what is there', () => {
      expect(told('ettn-used', 409)).toMatchObject({ kind: 'refused', code: 'ettn-used' });
      expect(told(1163)).toEqual(done({ kind: 'pending' }));
      expect(told('duplicate', 409)).toEqual(unknown('conflict'));
    });
  });

  it('is sent again where it is not known whether it was taken and the refusal before is told', () => {
    expect(send.lookUp?.answer(refused(1150), { ...dispatch, isResent: true }, 'key')).toEqual(notFound);
  });

  it('is not taken for what is found accepted and does not tell what it is, where a person gave another content up', () => {
    const found = send.lookUp?.answer(answer({ status: 'accepted', code: 1300 }), { ...dispatch, isGivenUp: true }, 'key');
    expect(found).toMatchObject({ kind: 'found', result: { kind: 'disputed', code: 'ettn-used' } });
  });

  it.each([
    ['with another total', { payableAmount: '49.90', currency: 'TRY', receiverTaxId: '4540536920' }],
    ['under another number', { number: 'ANA2026000000002' }],
  ])('is not taken for what is found accepted %s', (_, other) => {
    const claim = { buyerTaxId: '4540536920', currency: 'TRY', grossMinor: 9_980 };
    const found = send.lookUp?.answer(answer({ status: 'accepted', code: 1300, ...other }), { ...dispatch, claim }, 'key');
    expect(found).toMatchObject({ kind: 'found', result: { kind: 'disputed', code: 'other-invoice-held' } });
  });
});
