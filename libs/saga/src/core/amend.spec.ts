import { describe, expect, it } from 'vitest';
import { webOrder, webOrderPlaced } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { commandWithdrawn, ORDER_ID, play } from '../testing/index.js';
import { amend } from './amend.js';

const withdrawn = play(sale, [webOrderPlaced, commandWithdrawn]).at(-1)!.instance!;
const amendBy = (patch: unknown) => amend(sale, withdrawn, JSON.stringify(patch));

describe('an amendment of an order', () => {
  it('changes what it names and keeps the rest', () => {
    expect(amendBy({ source: 'shop 2', totals: { grossMinor: 12_001 } })).toEqual({
      amended: {
        orderId: ORDER_ID,
        order: { ...webOrder, source: 'shop 2', totals: { ...webOrder.totals, grossMinor: 12_001 } },
      },
    });
  });

  it('may remove what the schema does not need', () => {
    const withBuyer = { ...webOrder, references: [{ type: 'receipt', value: '1', issuedOn: null }] };
    const instance = { ...withdrawn, order: { revision: 1, value: () => withBuyer } };
    const removed = amend(sale, instance, '{"buyer":null,"references":null}');
    expect(removed).toEqual({ amended: { orderId: ORDER_ID, order: webOrder } });
  });

  it.each([
    ['breaks the schema', { currency: 1 }, [{ pointer: '/currency', code: 'schema' }]],
    ['removes what the schema needs', { totals: null }, [{ pointer: '/totals', code: 'schema' }]],
    ['adds a field that there is not', { unheardOf: true }, [{ pointer: '/unheardOf', code: 'schema' }]],
    ['names another order', { orderNumber: 'W-2' }, [{ pointer: '/orderNumber', code: 'fixed' }]],
    ['moves the order to another mode', { mode: 'test' }, [{ pointer: '/mode', code: 'fixed' }]],
    ['is no object', [], [{ pointer: '', code: 'not-an-object' }]],
  ])('that %s is refused with the field, and without its value', (_what, patch, findings) => {
    expect(amendBy(patch)).toEqual({ findings });
  });

  it('that is no JSON is refused', () => {
    expect(amend(sale, withdrawn, '{')).toEqual({
      findings: [{ pointer: '', code: 'not-an-object' }],
    });
  });
});
