import { done, found, maybeFound, notFound, unknown } from '@kervan/outbound';
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
    const told = (code: string | number, status = 422, isInsistedOn = false): unknown => {
      const json = { code, detail: 'no' };
      const disputed = { ...dispatch, isResent: true, isDisputed: true, isInsistedOn };
      return send.answer({ status, headers: {}, text: '', json }, disputed, 'key');
    };

    it.each([['mailbox-closed', 422], ['number-used', 409], [1150, 422], ['1160', 400]])(
      'is so still where what is sent is refused, which says nothing of what is there: %s',
      (code, status) => {
        const result = { kind: 'disputed', code: 'ettn-used', detail: `${code}: no` };
        expect(told(code, status)).toEqual(done(result));
      },
    );

    it.each([
      [false, { kind: 'disputed', code: 'ettn-used', detail: 'no' }],
      [true, { kind: 'pending' }],
    ] as const)('is compared with what is there under its ETTN where a person insists, and told to him before (insists: %s)', (isInsistedOn, result) => {
      expect(told('ettn-used', 409, isInsistedOn)).toEqual(done(result));
    });

    it('is answered as any other where it is only told that something is there, and a person insists', () => {
      expect(told(1163, 422, true)).toEqual(done({ kind: 'pending' }));
      expect(told('duplicate', 409, true)).toEqual(unknown('conflict'));
    });
  });

  describe('and may not be what the integrator has, which no person knows', () => {
    const content = { payableAmount: '99.80', currency: 'TRY', receiverTaxId: '4540536920' };
    const claim = { buyerTaxId: content.receiverTaxId, currency: 'TRY', grossMinor: 9_980 };
    const [disputed, insistedOn] = [{ isDisputed: true }, { isDisputed: true, isInsistedOn: true }];
    const givenUp = { isGivenUp: true };

    it.each([
      ['1163, disputed', 1163, 422, disputed],
      ['1163, given up', 1163, 409, givenUp],
      ['a conflict, disputed', 'duplicate', 409, disputed],
      ['a conflict, given up', 'duplicate', 409, givenUp],
    ])('is disputed where it is only told that something is there: %s', (_, code, status, doubt) => {
      const json = { code, detail: '' };
      const meaning = send.answer({ status, headers: {}, text: '', json }, { ...dispatch, ...doubt }, 'key');
      expect(meaning).toMatchObject(done({ kind: 'disputed', code: 'ettn-used' }));
    });

    it.each<[string, object, unknown]>([
      ['disputed', disputed, maybeFound],
      ['given up', givenUp, maybeFound],
      ['insisted on', insistedOn, found({ kind: 'accepted', at: '2026-11-21T08:00:00.000Z' })],
      ['in no doubt', {}, found({ kind: 'accepted', at: '2026-11-21T08:00:00.000Z' })],
    ])('is sent again where what is found could be it, so that the integrator compares them: %s', (_, doubt, meaning) => {
      const look = (told: object): unknown => send.lookUp?.answer(answer(told), { ...dispatch, claim, ...doubt }, 'key');
      expect(look({ status: 'accepted', code: 1300, ...content })).toEqual(meaning);
      const isSentAgain = meaning === maybeFound;
      expect(look({ status: 'queued', code: 1000, ...content })).toEqual(isSentAgain ? maybeFound : found({ kind: 'pending' }));
      const forGood = look({ status: 'refused', code: 1181 });
      expect(forGood).toMatchObject({ kind: 'found', result: { kind: 'refused', code: '1181', correctable: false } });
    });
  });

  it('is sent again where it is not known whether it was taken and the refusal before is told', () => {
    expect(send.lookUp?.answer(refused(1150), { ...dispatch, isResent: true }, 'key')).toEqual(notFound);
  });

  it.each([
    ['a person gave another content up', { isGivenUp: true }, maybeFound],
    ['it is disputed', { isDisputed: true }, maybeFound],
    ['a person insists', { isDisputed: true, isInsistedOn: true }, { kind: 'found', result: { kind: 'disputed', code: 'ettn-used' } }],
  ])('is not taken for what is found accepted and does not tell what it is, where %s', (_, doubt, meaning) => {
    const look = send.lookUp?.answer(answer({ status: 'accepted', code: 1300 }), { ...dispatch, ...doubt }, 'key');
    expect(look).toMatchObject(meaning);
  });

  it.each([
    ['with another total', { payableAmount: '49.90', currency: 'TRY', receiverTaxId: '4540536920' }],
    ['under another number', { number: 'ANA2026000000002' }],
  ])('is not taken for what is found accepted %s', (_, other) => {
    const claim = { buyerTaxId: '4540536920', currency: 'TRY', grossMinor: 9_980 };
    const look = send.lookUp?.answer(answer({ status: 'accepted', code: 1300, ...other }), { ...dispatch, claim }, 'key');
    expect(look).toMatchObject({ kind: 'found', result: { kind: 'disputed', code: 'other-invoice-held' } });
  });
});
