import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  type LineText,
  type LineToMatch,
  type NamedBy,
  type Receivable,
  readingsOf,
  Standing,
  TextField,
} from './matching-rule.js';

const receivable = (changes: Partial<Receivable> = {}): Receivable => ({
  orderId: 'order-1',
  orderNumber: 'moda-1001',
  invoiceNumber: null,
  dueMinor: 12_000,
  cameMinor: 0,
  openMinor: 12_000,
  parts: 0,
  currency: 'TRY',
  standing: Standing.open,
  ...changes,
});
const one = receivable();
/** Amended to 120.00 after 100.00 had come. */
const amended = receivable({ cameMinor: 10_000, openMinor: 2_000, parts: 1 });
const two = receivable({ orderId: 'order-2', orderNumber: 'moda-1002' });
const by = (key: string, of: Receivable = one, kind: NamedBy['kind'] = 'order'): NamedBy => ({
  key,
  kind,
  receivable: of,
});
type Given = Partial<LineToMatch> & { readonly texts?: readonly LineText[] };
const line = (
  text: string,
  { texts = [{ field: TextField.remittance, text }], ...changes }: Given = {},
): LineToMatch => ({
  amountMinor: 12_000,
  currency: 'TRY',
  reversal: false,
  endToEndIdRepeated: false,
  readings: readingsOf(texts),
  ...changes,
});

describe('a line is matched', () => {
  it('when it names one open receivable and is of its very amount; where it was read is evidence', () => {
    expect(decide(line('ödeme Moda 1001'), [by('MODA1001')])).toEqual({
      matched: one,
      evidence: [{ field: 'Ustrd', key: 'MODA1001', start: 6, end: 15, kind: 'order' }],
    });
  });

  it('when it is the rest of what is due, of an order that was amended after it was paid', () => {
    expect(decide(line('moda-1001', { amountMinor: 2_000 }), [by('MODA1001', amended)])).toMatchObject({ matched: amended });
  });

  it.each<[string, Given, NamedBy[]]>([
    ['in the EndToEndId', { texts: [{ field: TextField.endToEndId, text: 'MODA-1001' }] }, [by('MODA1001')]],
    [
      'in a creditor reference',
      { texts: [{ field: TextField.creditorReference, text: 'RF47MODA1001' }] },
      [by('MODA1001')],
    ],
    [
      'by its invoice',
      { texts: [{ field: TextField.referredDocument, text: 'AMF2026000000001' }] },
      [by('AMF2026000000001', one, 'invoice')],
    ],
    [
      'by order and invoice both',
      { texts: [{ field: TextField.remittance, text: 'moda-1001 AMF2026000000001' }] },
      [by('MODA1001'), by('AMF2026000000001', one, 'invoice')],
    ],
    [
      'beside one that is paid',
      { texts: [{ field: TextField.remittance, text: 'moda-1001, moda-1002' }] },
      [by('MODA1001'), by('MODA1002', { ...two, standing: Standing.paid })],
    ],
    [
      'although a part of its number is another',
      { texts: [{ field: TextField.remittance, text: 'MODA-1001 / 2026' }] },
      [by('MODA10012026'), by('10012026', two)],
    ],
  ])('when the receivable is named %s', (_where, changes, namedBy) => {
    expect(decide(line('', changes), namedBy)).toMatchObject({ matched: one });
  });
});

describe('a line is left undecided', () => {
  it.each<[string, LineToMatch, NamedBy[], Readonly<Record<string, string>>]>([
    ['no-reference', line('teşekkürler'), [], {}],
    ['no-reference', line('', { texts: [] }), [], {}],
    ['unknown-reference', line('moda-9999'), [], {}],
    [
      'unknown-reference',
      line('', {
        texts: [
          { field: TextField.creditorReference, text: 'RF81MODA1001' },
          { field: TextField.remittance, text: 'x-99999' },
        ],
      }),
      [by('MODA1001')],
      {},
    ],
    [
      'no-reference',
      line('', { texts: [{ field: TextField.creditorReference, text: 'RF81MODA1001' }] }),
      [by('MODA1001')],
      {},
    ],
    ['several-receivables', line('moda-1001 moda-1002'), [by('MODA1001'), by('MODA1002', two)], {}],
    [
      'several-receivables',
      line('moda-1001', { amountMinor: 1 }),
      [by('MODA1001'), by('MODA1001', two, 'reference')],
      {},
    ],
    [
      'amount-differs',
      line('moda-1001', { amountMinor: 12_001 }),
      [by('MODA1001')],
      { expected: '120.00', actual: '120.01' },
    ],
    [
      'amount-differs',
      line('moda-1001', { amountMinor: 11_999 }),
      [by('MODA1001')],
      { expected: '120.00', actual: '119.99' },
    ],
    ['amount-differs', line('moda-1001'), [by('MODA1001', amended)], { expected: '20.00', actual: '120.00' }],
    [
      'amount-differs',
      line('moda-1001', { amountMinor: 1_999 }),
      [by('MODA1001', amended)],
      { expected: '20.00', actual: '19.99' },
    ],
    ['wrong-currency', line('moda-1001', { currency: 'EUR' }), [by('MODA1001')], { expected: 'TRY', actual: 'EUR' }],
    ['already-paid', line('moda-1001'), [by('MODA1001', receivable({ standing: Standing.paid }))], {}],
    ['receivable-closed', line('moda-1001'), [by('MODA1001', receivable({ standing: Standing.closed }))], {}],
    ['receivable-closed', line('moda-1001'), [by('MODA1001', receivable({ standing: Standing.cancelled }))], {}],
    ['zero-amount', line('moda-1001', { amountMinor: 0 }), [by('MODA1001')], {}],
    ['reversal', line('moda-1001', { reversal: true }), [by('MODA1001')], {}],
    ['same-end-to-end-id-twice', line('moda-1001', { endToEndIdRepeated: true }), [by('MODA1001')], {}],
  ])('%s', (reason, given, namedBy, told) => {
    expect(decide(given, namedBy)).toEqual({ reason, ...told });
  });
});

describe('whatever a line says', () => {
  it('only an open receivable that it names, of its amount and currency, is matched', () => {
    const some = fc.record({
      orderId: fc.constantFrom('a', 'b', 'c'),
      openMinor: fc.constantFrom(0, 12_000, 12_001),
      currency: fc.constantFrom('TRY', 'EUR'),
      standing: fc.constantFrom(...Object.values(Standing)),
    });
    const text = fc.array(fc.constantFrom('moda-1001', 'moda-1002', 'moda 1001 ', '&', 'AMF7'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 3 }), text, fc.constantFrom(0, 12_000), (all, words, amountMinor) => {
        const namedBy = all.map((changes, index) => by(`MODA100${index + 1}`, receivable(changes)));
        const given = line(words.join(' '), { amountMinor });
        const decision = decide(given, namedBy);
        if (!decision.matched) return;
        const { openMinor, currency, standing } = decision.matched;
        expect([openMinor, currency, standing]).toEqual([amountMinor, 'TRY', Standing.open]);
        const keys = given.readings.map(({ key }) => key);
        expect(namedBy.some(({ key, receivable: of }) => of === decision.matched && keys.includes(key))).toBe(true);
      }),
    );
  });
});
