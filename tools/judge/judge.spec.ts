import { describe, expect, it } from 'vitest';
import { type Pinged } from './channel-lines.js';
import {
  bookOnCancelled,
  type Doctor,
  inNet,
  numberOfRefused,
  oneKurusMore,
  orderFor,
  payAgain,
  postAgain,
  rebook,
  refusedBefore,
  repeated,
  rewrite,
  settleInstead,
  without,
} from './fixtures/doctors.js';
import { renumbered, smallWorld } from './fixtures/small-world.js';
import { bankLines, facts, inQuarantine, pays, UNDECIDED } from './fixtures/sound-facts.js';
import { judgeLedgers } from './judge.js';
import { type Ledgers } from './ledger-lines.js';
import { deliveryKey, type IssuedInvoice, type ServiceFacts } from './service-facts.js';

/** What the judge finds in a doctored copy whose lines are numbered as if nothing had happened. */
function findingsAfter(doctor: Doctor, services?: ServiceFacts): string[] {
  const ledgers = smallWorld();
  doctor(ledgers);
  return codesOf(renumbered(ledgers), services);
}

function codesOf(ledgers: Ledgers, services?: ServiceFacts): string[] {
  return judgeLedgers(ledgers, services).findings.map(({ code }) => code);
}

describe('the judge', () => {
  it('finds nothing in clean ledgers and counts what became of the inputs', () => {
    const verdict = judgeLedgers(smallWorld());
    expect(verdict.findings).toEqual([]);
    expect(verdict.ok).toBe(true);
    expect(verdict.rows).toMatchObject([
      { kind: 'receipt', sent: 5, accepted: 4, refused: 1, erpDocuments: 3, completed: 2, reversed: 1, waiting: 1 },
      { kind: 'e-invoice', sent: 2, accepted: 2, erpDocuments: 2, invoices: 1, completed: 1, waiting: 1 },
      { kind: 'web shop moda', sent: 7, accepted: 6, refused: 1, invoices: 3, completed: 2, reversed: 1, unpaid: 1 },
      { kind: 'web shop ev', sent: 1, accepted: 1, completed: 1 },
      { kind: 'EDI marketim', sent: 2, accepted: 1, refused: 1, completed: 1 },
      { kind: 'all sales', sent: 17, accepted: 14, refused: 3, erpDocuments: 11, invoices: 6, completed: 7, unpaid: 1 },
      { kind: 'of these cancelled', sent: 2, accepted: 2, reversed: 1 },
      { kind: 'bank transfer', sent: 5, accepted: 5, completed: 3, waiting: 2 },
    ]);
    expect(verdict.rows[0]?.toErpMs.median).toBeGreaterThan(0);
  });

  it.each(['tills', 'erp', 'integrator', 'shops', 'partner', 'bank'] as const)(
    'finds every single line of %s that is dropped or doubled',
    (name) => {
      const lines = smallWorld()[name].length;
      for (let index = 0; index < lines; index += 1) {
        const dropped = smallWorld();
        dropped[name].splice(index, 1);
        if (index < lines - 1) expect(codesOf(dropped)).toContain('ledger-line-missing');
        expect(codesOf(renumbered(dropped)), `line ${index + 1} dropped`).not.toEqual([]);
        const doubled = smallWorld();
        doubled[name].splice(index, 0, doubled[name][index] as never);
        expect(codesOf(doubled)).toContain('ledger-line-doubled');
        expect(codesOf(renumbered(doubled)), `line ${index + 1} doubled`).not.toEqual([]);
      }
    },
  );

  it.each<[string, string, Doctor]>([
    ['order-missing', 'a sales order is lost', ({ erp }) => erp.splice(0, 1)],
    ['payment-missing', 'a payment is lost', ({ erp }) => erp.splice(1, 1)],
    ['invoice-missing', 'an invoice is lost', ({ integrator }) => integrator.splice(0, 2)],
    ['order-doubled', 'a sales order is posted under a second reference', postAgain('sales-order 1')],
    ['payment-doubled', 'a payment is posted under a second reference', postAgain('payment 1')],
    [
      'amount-differs',
      'an order is one kuruş more',
      (of) => rebook(of, 'sales-order 1', oneKurusMore),
    ],
    [
      'money-differs',
      'an order is one kuruş more',
      (of) => rebook(of, 'sales-order 1', oneKurusMore),
    ],
    [
      'amount-differs',
      'a payment is one kuruş more',
      (of) => rebook(of, 'payment 1', oneKurusMore),
    ],
    [
      'amount-differs',
      'an invoice in the ERP is one kuruş more',
      (of) => rebook(of, 'invoice 1', oneKurusMore),
    ],
    [
      'amount-differs',
      'a tax is booked at another rate',
      (of) => rebook(of, 'sales-order 1', (text) => text.replace('"20"', '"10"')),
    ],
    [
      'content-altered',
      'a line of the ERP is edited by hand',
      (of) => (of.erp[0] = JSON.parse(JSON.stringify(of.erp[0]).replaceAll('99.80', '99.81'))),
    ],
    [
      'content-altered',
      'a line of the tills is edited by hand',
      (of) => (of.tills[0] = JSON.parse(JSON.stringify(of.tills[0]).replaceAll('99.80', '99.81'))),
    ],
    [
      'amount-differs',
      'a transmitted invoice is one kuruş more',
      (of) => (of.integrator[0] = JSON.parse(JSON.stringify(of.integrator[0]).replaceAll('99.80', '99.81'))),
    ],
    ['reference-under-two-keys', 'a posting is repeated under another key, and refused', repeated({ answer: 'duplicate-reference', idempotencyKey: 'k-2' })],
    ['reference-under-two-keys', 'a posting is repeated without its key', repeated({ answer: 'duplicate-reference' })],
    ['reference-under-two-keys', 'what was refused is posted again under another key', refusedBefore({ idempotencyKey: 'k-2' })],
    ['effect-of-refused', 'a refused sale has an order', orderFor('003-1-1-1')],
    ['effect-invented', 'an order that no till rang up', orderFor('009-1-1-1')],
    ['effect-after-stop', 'an order that the ERP should have blocked', orderFor('005-1-1-1')],
    ['cancelled-but-booked', 'a cancelled order is still paid', bookOnCancelled('payment')],
    ['cancelled-but-booked', 'a cancelled order is still invoiced', bookOnCancelled('invoice')],
    [
      'half-reversed',
      'a cancelled order is neither undone nor whole',
      ({ erp }) =>
        erp.splice(
          erp.findIndex(({ kind }) => kind === 'cancellation'),
          1,
        ),
    ],
    ['invoice-number-gap', 'a number is left out', numberOfRefused('AMA2026000000009')],
    ['invoice-number-shared', 'two invoices share a number', numberOfRefused('AMA2026000000001')],
    [
      'invoice-number-differs',
      'the ERP has another number',
      (of) => rebook(of, 'invoice 1', (text) => text.replace('000001', '000003')),
    ],
    ['unanswered', 'a till still waits', ({ tills }) => tills.splice(1, 1)],
    [
      'wrongly-accepted',
      'a bad sale is taken',
      (of) =>
        (of.tills = of.tills.map((line) =>
          line.kind === 'answered' && line.orderNumber.startsWith('003') ? { ...line, answer: 'accepted' } : line,
        )),
    ],
  ])('finds %s when %s', (code, _what, doctor) => {
    expect(findingsAfter(doctor)).toContain(code);
  });

  it.each<[string, string, Doctor]>([
    ['unanswered', 'a webhook has no answer', without('shops', '"delivery of moda-1"')],
    ['answer-without-webhook', 'an order of a shop is lost', without('shops', '"ordered"')],
    ['wrongly-accepted', 'a forged one is taken', rewrite('shops', 'delivery of moda-6', '"refused"', '"accepted"')],
    ['wrongly-refused', 'a sound one is refused', rewrite('shops', 'delivery of moda-1', '"accepted"', '"refused"')],
    ['ping-missing', 'a shop has not pinged', without('shops', '"pinged"')],
    ['ping-refused', 'a ping is refused', rewrite('shops', '"pinged"', '"accepted"', '"refused"')],
    ['content-altered', 'an order of a shop is one kuruş more', rewrite('shops', '"ordered"', '99.80', '99.81')],
    ['order-missing', 'an order of a shop is not posted', without('erp', '"moda-1 sales-order"')],
    ['effect-of-quarantined', 'an order in quarantine is posted', orderFor('moda-4')],
    ['effect-of-nothing', 'an unpaid order is posted', orderFor('moda-7')],
    ['effect-of-refused', 'a forged order is posted', orderFor('moda-6')],
    ['effect-of-refused', 'an order of a refused interchange is posted', orderFor('marketim-PO-2')],
    ['half-reversed', 'a refused order is not undone', without('erp', '"cancellation","number":"cancellation 2"')],
    ['paid-unexpectedly', 'an order that nobody has paid is settled', settleInstead('ev-1', 'moda-3')],
    ['bank-differs', 'an order that nobody has paid is settled', settleInstead('ev-1', 'moda-3')],
    ['payment-doubled', 'both payments of an order are booked', payAgain('ev-1')],
    ['bank-differs', 'both payments of an order are booked', payAgain('ev-1')],
    ['bank-differs', 'a transfer is missing from the statement', rewrite('bank', '"S1"', 'moda-2', 'moda-9')],
    ['amount-differs', 'a settlement is one kuruş more', (of) => rebook(of, 'payment 5', oneKurusMore)],
    ['bank-differs', 'a settlement is one kuruş more', (of) => rebook(of, 'payment 5', oneKurusMore)],
    ['amount-differs', 'an EDI order is one kuruş more', (of) => rebook(of, 'sales-order 11', oneKurusMore)],
    ['amount-differs', 'a net order has gross lines', (of) => rebook(of, 'sales-order 11', inNet)],
    ['content-altered', 'a transfer is one kuruş more', rewrite('bank', '"S1"', '"99.80"', '"99.81"')],
    ['balance-differs', 'a transfer is one kuruş more', rewrite('bank', '"S1"', '"99.80"', '"99.81"')],
    ['balance-differs', 'a statement opens with other money', rewrite('bank', '"S2"', '"1398.20"', '"1398.21"')],
    ['statement-gap', 'a statement is left out', without('bank', '"S1"')],
    ['answer-without-statement', 'a statement is lost', without('bank', '"statement"')],
    ['statement-refused', 'a statement is refused', rewrite('bank', '"S1"', '"accepted"', '"refused"')],
    ['unanswered', 'a CONTRL is missing', without('partner', '"control"')],
    ['control-differs', 'a sound interchange is refused', rewrite('partner', '"MRK1"', '"action":"7"', '"action":"4"')],
    ['control-differs', 'a faulty one is taken', rewrite('partner', '"MRK2"', 'Messages":["1"]', 'Messages":[]')],
    ['interchange-not-sent', 'a file was not dropped', without('partner', '"dropped"')],
    ['content-altered', 'an EDI order is altered', rewrite('partner', '"interchange":"MRK1"', '99.80', '99.81')],
  ])('finds %s when %s', (code, _what, doctor) => {
    expect(findingsAfter(doctor)).toContain(code);
  });

  it('takes a posting that is repeated under its own key for one, also after a refusal', () => {
    expect(findingsAfter(repeated({ answer: 'replayed', idempotencyKey: 'key of 001-1-1-1 sales-order' }))).toEqual([]);
    expect(findingsAfter(refusedBefore({ idempotencyKey: 'key of 001-1-1-1 sales-order' }))).toEqual([]);
    expect(findingsAfter(refusedBefore({}))).toEqual([]);
  });

  it('takes a ping for answered that is accepted in the end, and only that', () => {
    const attempts = (...answers: readonly Pinged['answer'][]): Doctor => (of) => {
      of.shops = of.shops.flatMap((line): (typeof line)[] => {
        return line.kind === 'pinged' ? answers.map((answer, index) => ({ ...line, attempt: index + 1, answer })) : [line];
      });
    };
    expect(findingsAfter(attempts('unknown', 'unknown', 'accepted'))).toEqual([]);
    expect(findingsAfter(attempts('unknown', 'refused'))).toEqual(['ping-refused']);
    expect(findingsAfter(attempts('unknown', 'unknown'))).toEqual(['ping-refused']);
    const again: Doctor = ({ shops }) => shops.push({ ...(shops[0] as Pinged), ping: 2, answer: 'unknown' });
    expect(findingsAfter(again)).toEqual(['ping-refused']);
  });

  describe('where nobody knows what the sender was answered', () => {
    const unanswered: Doctor = (of) => {
      const known = (line: (typeof of.tills)[number]) => line.kind === 'answered' && line.orderNumber === '002-1-1-1';
      of.tills = of.tills.map((line) => (known(line) ? { ...line, answer: 'unknown' as const } : line) as typeof line);
    };
    const nothing: Doctor = (of) => {
      of.erp = of.erp.filter(({ orderNumber }) => orderNumber !== '002-1-1-1');
      of.integrator = of.integrator.filter(({ number }) => number !== 'AMA2026000000001');
    };
    const codesWith = (...doctors: readonly Doctor[]): string[] =>
      findingsAfter((of) => [unanswered, ...doctors].forEach((doctor) => doctor(of)));

    it('takes no effect and one whole effect for the same, and says that the sender still waits', () => {
      expect(codesWith()).toEqual(['unanswered']);
      expect(codesWith(nothing)).toEqual(expect.arrayContaining(['unanswered']));
      expect(codesWith(nothing)).not.toContain('order-missing');
    });

    it('finds one that is there twice, by halves or with another amount', () => {
      expect(codesWith(payAgain('002-1-1-1'))).toContain('payment-doubled');
      expect(codesWith(without('erp', '"002-1-1-1 payment"'))).toContain('payment-missing');
      expect(codesWith((of) => rebook(of, 'payment 2', oneKurusMore))).toContain('amount-differs');
    });
  });

  it('names the invariant of each finding', () => {
    const ledgers = smallWorld();
    payAgain('002-1-1-1')(ledgers);
    without('erp', '"001-1-1-1 payment"')(ledgers);
    const named = judgeLedgers(renumbered(ledgers)).findings.map(({ invariant, code }) => `${invariant} ${code}`);
    expect(named).toEqual(expect.arrayContaining(['I1 payment-missing', 'I2 payment-doubled']));
  });

  describe('with the services', () => {
    it('finds nothing when they agree', () => {
      expect(findingsAfter(() => {}, facts())).toEqual([]);
    });

    it.each<[string, ServiceFacts]>([
      ['attention-missing', facts({ attention: { '006-1-1-1': undefined } })],
      ['attention-elsewhere', facts({ attention: { '006-1-1-1': 'post-order' } })],
      ['attention-unexpected', facts({ attention: { '001-1-1-1': 'post-payment' } })],
      ['attention-missing', facts({ attention: { '007-1-1-1': undefined } })],
      ['not-at-rest', facts({ states: { '001-1-1-1': 'taken' } })],
      ['state-differs', facts({ states: { '004-1-1-1': 'completed' } })],
      ['sale-unknown', facts({ states: { '001-1-1-1': undefined } })],
      ['sale-unknown', facts({ states: { 'moda-3': undefined } })],
      ['state-differs', facts({ states: { 'moda-3': 'completed' } })],
      ['state-differs', facts({ states: { 'moda-1': 'cancelled' } })],
      ['not-at-rest', facts({ states: { 'marketim-PO-1': 'taken' } })],
      ['attention-unexpected', facts({ attention: { 'moda-3': 'settle' } })],
      ['attention-unexpected', facts({ attention: { 'moda-7': 'post-order' } })],
      ['quarantine-missing', facts({ others: { quarantined: new Map() } })],
      ['quarantine-unexpected', facts({ others: { quarantined: inQuarantine('moda-4', 'moda-1') } })],
      ['quarantine-unexpected', facts({ others: { quarantinedInterchanges: new Set(['MRK1']) } })],
      ['effect-of-refused', facts({ states: { '003-1-1-1': 'taken' } })],
      ['effect-of-refused', facts({ sagas: { 'moda-6': { status: 'running', acts: [] } } })],
      ['effect-of-quarantined', facts({ sagas: { 'moda-4': { status: 'running', acts: [] } } })],
      ['effect-of-nothing', facts({ sagas: { 'moda-7': { status: 'compensated', acts: [] } } })],
      ['undecided-differs', facts({ lines: { 'S1-T4': pays('ev-1') } })],
      ['undecided-differs', facts({ lines: { 'S1-T3': UNDECIDED } })],
      ['undecided-differs', facts({ lines: { 'S1-T4': { ...pays('ev-1'), state: 'undecided' } } })],
      ['undecided-differs', facts({ lines: { 'S1-T2': pays('moda-3') } })],
      ['undecided-differs', facts({ lines: { 'S1-T1': UNDECIDED } })],
      ['undecided-differs', facts({ lines: { 'S1-T1': pays('moda-1') } })],
      ['undecided-differs', facts({ lines: { 'S1-T1': undefined } })],
      ['undecided-differs', facts({ others: { bankLines: [...bankLines(), ...bankLines()] } })],
    ])('finds %s', (code, services) => {
      expect(findingsAfter(() => {}, services)).toContain(code);
    });

    it('takes an order for none of the quarantine whose delivery has the id of one that is there', () => {
      const oneId: Doctor = (ledgers) => {
        ledgers.shops = ledgers.shops.map((line) => (line.kind === 'delivered' ? { ...line, deliveryId: 'one id' } : line));
      };
      const key = deliveryKey({ orderNumber: 'moda-4', deliveryId: 'one id' });
      const quarantined = new Map([[key, { state: 'open' }]]);
      expect(findingsAfter(oneId, facts({ others: { quarantined } }))).toEqual([]);
    });

    it('finds the numbers that they miss, and takes a number they account for as given', () => {
      expect(findingsAfter(() => {}, { ...facts(), missingNumbers: new Set(['AMA2026000000010']) })).toEqual([
        'invoice-number-gap',
      ]);
      expect(findingsAfter(numberOfRefused('AMA2026000000009'), facts())).toEqual([]);
    });

    it('finds the number of an order that was taken back, unless it is void or the integrator has seen it', () => {
      const found = (invoice: Partial<IssuedInvoice>): string[] => {
        const issued = { number: 'AMA2026000000010', orderNumber: 'moda-5', state: 'issued', ...invoice };
        return findingsAfter(() => {}, facts({ others: { invoices: [issued] } }));
      };
      expect(found({})).toEqual(['invoice-number-gap']);
      expect(found({ state: 'void' })).toEqual([]);
      expect(found({ number: 'AMA2026000000002' })).toEqual([]);
      expect(found({ orderNumber: 'moda-4' })).toEqual([]);
    });

    it('takes a cancellation after the pivot for settled once exactly one person is asked', () => {
      const cancelledInTheMiddle: Doctor = (ledgers) => {
        const toReverse = (line: (typeof ledgers.tills)[number]) =>
          line.kind === 'rung' && line.orderNumber === '002-1-1-1' ? { ...line, expectation: 'reversed' } : line;
        ledgers.tills = ledgers.tills.map(toReverse);
        ledgers.erp = ledgers.erp.filter(
          ({ kind, orderNumber }) => orderNumber !== '002-1-1-1' || kind === 'sales-order',
        );
      };
      const states = { '002-1-1-1': 'needs_attention' };
      const asked = facts({ states, attention: { '002-1-1-1': 'transmit' } });
      expect(findingsAfter(cancelledInTheMiddle, asked)).toEqual([]);
      expect(findingsAfter(cancelledInTheMiddle, facts({ states }))).toContain('attention-missing');
    });

    it('asks nothing of services that were not asked', () => {
      const others = { channels: new Set(['till'] as const), quarantined: undefined, bankLines: undefined };
      const states = { 'moda-1': undefined, 'moda-3': undefined, 'marketim-PO-1': undefined };
      expect(findingsAfter(() => {}, facts({ others, states }))).toEqual([]);
    });

  });
});
