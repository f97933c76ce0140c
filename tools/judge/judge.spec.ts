import { describe, expect, it } from 'vitest';
import { canonicalHash } from './canonical-hash.js';
import { renumbered, smallWorld, type MutableLedgers } from './fixtures/small-world.js';
import { judgeLedgers } from './judge.js';
import { type ErpDocument, type Ledgers } from './ledger-lines.js';
import { type ServiceFacts } from './service-facts.js';

type Doctor = (ledgers: MutableLedgers) => void;

/** What the judge finds in a doctored copy whose lines are numbered as if nothing had happened. */
function findingsAfter(doctor: Doctor, services?: ServiceFacts): string[] {
  const ledgers = smallWorld();
  doctor(ledgers);
  return codesOf(renumbered(ledgers), services);
}

function codesOf(ledgers: Ledgers, services?: ServiceFacts): string[] {
  return judgeLedgers(ledgers, services).findings.map(({ code }) => code);
}

/** Rewrites an ERP document and its recorded hash, as a system that booked another amount would have. */
function rebook(ledgers: MutableLedgers, number: string, change: (text: string) => string): void {
  ledgers.erp = ledgers.erp.map((line) => {
    if (line.number !== number) return line;
    const body = JSON.parse(change(JSON.stringify(line.body))) as ErpDocument['body'];
    return { ...line, body, contentHash: canonicalHash(body) };
  });
}

describe('the judge', () => {
  it('finds nothing in clean ledgers and counts what became of the inputs', () => {
    const verdict = judgeLedgers(smallWorld());
    expect(verdict.findings).toEqual([]);
    expect(verdict.ok).toBe(true);
    expect(verdict.rows).toMatchObject([
      { kind: 'receipt', sent: 5, accepted: 4, refused: 1, erpDocuments: 3, completed: 2, reversed: 1, waiting: 1 },
      { kind: 'e-invoice', sent: 2, accepted: 2, erpDocuments: 2, invoices: 1, completed: 1, waiting: 1 },
      { kind: 'all sales', sent: 7, accepted: 6, refused: 1, erpDocuments: 5, invoices: 1, completed: 3 },
      { kind: 'of these cancelled', sent: 2, accepted: 2, reversed: 1 },
    ]);
    expect(verdict.rows[0]?.toErpMs.median).toBeGreaterThan(0);
  });

  it.each(['tills', 'erp', 'integrator'] as const)(
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
      (of) => rebook(of, 'sales-order 1', (text) => text.replaceAll('99.80', '99.81')),
    ],
    [
      'money-differs',
      'an order is one kuruş more',
      (of) => rebook(of, 'sales-order 1', (text) => text.replaceAll('99.80', '99.81')),
    ],
    [
      'amount-differs',
      'a payment is one kuruş more',
      (of) => rebook(of, 'payment 1', (text) => text.replaceAll('99.80', '99.81')),
    ],
    [
      'amount-differs',
      'an invoice in the ERP is one kuruş more',
      (of) => rebook(of, 'invoice 1', (text) => text.replaceAll('99.80', '99.81')),
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
    ['invoice-number-gap', 'a number is left out', numberOfRefused('EAR2026000000004')],
    ['invoice-number-shared', 'two invoices share a number', numberOfRefused('EAR2026000000001')],
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
    ])('finds %s', (code, services) => {
      expect(findingsAfter(() => {}, services)).toContain(code);
    });

    it('finds the numbers that they miss, and takes a number they account for as given', () => {
      expect(findingsAfter(() => {}, { ...facts(), missingNumbers: new Set(['EAR2026000000003']) })).toEqual([
        'invoice-number-gap',
      ]);
      expect(findingsAfter(numberOfRefused('EAR2026000000004'), facts())).toEqual([]);
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

    it('takes an order that was posted by hand as theirs', () => {
      expect(findingsAfter(orderFor('009-1-1-1'), facts({ states: { '009-1-1-1': 'taken' } }))).toEqual([]);
    });
  });
});

function postAgain(number: string): Doctor {
  return ({ erp }) => {
    const first = erp.find((line) => line.number === number);
    if (first) erp.push({ ...first, number: `${number} again`, reference: `${first.reference} again` });
  };
}

function orderFor(orderNumber: string): Doctor {
  return ({ erp }) => {
    const [first] = erp;
    if (first) erp.push({ ...first, number: 'sales-order 9', reference: 'another', orderNumber });
  };
}

function bookOnCancelled(kind: 'payment' | 'invoice'): Doctor {
  return ({ erp }) => {
    const booked = erp.find((line) => line.kind === kind);
    if (booked) erp.push({ ...booked, number: `${kind} 9`, reference: 'another', orderNumber: '004-1-1-1' });
  };
}

function numberOfRefused(number: string): Doctor {
  return (ledgers) => {
    const refused = (line: { number: string }) => line.number === 'EAR2026000000002';
    ledgers.integrator = ledgers.integrator.map((line) => (refused(line) ? { ...line, number } : line));
  };
}

function facts(
  changes: { attention?: Record<string, string | undefined>; states?: Record<string, string | undefined> } = {},
): ServiceFacts {
  const attention = {
    '005-1-1-1': 'post-order',
    '006-1-1-1': 'transmit',
    '007-1-1-1': 'post-payment',
    ...changes.attention,
  };
  const states = {
    '001-1-1-1': 'completed',
    '002-1-1-1': 'completed',
    '004-1-1-1': 'reversed',
    '005-1-1-1': 'needs_attention',
    '006-1-1-1': 'needs_attention',
    '007-1-1-1': 'needs_attention',
    ...changes.states,
  };
  const given = (record: Record<string, string | undefined>) =>
    Object.entries(record).flatMap(([orderNumber, value]) =>
      value === undefined ? [] : [[orderNumber, value] as const],
    );
  return {
    sales: new Map(given(states).map(([orderNumber, state]) => [orderNumber, { id: `id of ${orderNumber}`, state }])),
    attention: new Map(given(attention).map(([orderNumber, step]) => [orderNumber, [{ step, code: 'x' }]])),
    missingNumbers: new Set(),
  };
}
