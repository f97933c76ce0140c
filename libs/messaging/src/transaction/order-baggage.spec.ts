import { propagation } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { baggageInData, baggageOf, parsedBaggage, readBaggage } from './order-baggage.js';
import { contextOf } from './trace-context.js';

const FACTS = { number: '012-3-000417', channel: 'pos', company: 'TR01', branch: '012' };
const HEADER = 'kervan.order.number=012-3-000417,kervan.order.channel=pos,kervan.company=TR01,kervan.branch=012';

describe('the facts of an order', () => {
  it('travel as W3C Baggage and come back as they were', () => {
    expect(baggageOf(FACTS)).toBe(HEADER);
    expect(readBaggage(HEADER)).toBe(HEADER);
    const entries = parsedBaggage(baggageOf({ number: 'ŞOK 7/12', branch: '012' })!).getAllEntries();
    expect(entries.map(([name, { value }]) => [name, value])).toEqual([['kervan.order.number', 'ŞOK 7/12'], ['kervan.branch', '012']]);
  });

  it('are read from the order in a record, or from the record itself', () => {
    const order = { orderNumber: 'WEB-7', company: 'TR01', channel: 'web', buyer: { name: 'Kanarya' } };
    expect(baggageInData({ orderId: 'o', order })).toBe('kervan.order.number=WEB-7,kervan.order.channel=web,kervan.company=TR01');
    expect(baggageInData({ orderId: 'o', orderNumber: 'WEB-7' })).toBe('kervan.order.number=WEB-7');
    expect(baggageInData({ orderId: 'o', commandId: 'c' })).toBeUndefined();
  });

  it('are all that is taken from a foreign header', () => {
    expect(readBaggage('user.email=a@example.com, kervan.company = TR01 ;p=1,kervan.secret=x')).toBe('kervan.company=TR01');
    expect(readBaggage('user.email=a@example.com')).toBeUndefined();
    expect(readBaggage(undefined)).toBeUndefined();
  });

  it.each(['kervan.branch=%', 'kervan.branch=', 'kervan.branch=a%0Ab', `kervan.branch=${'9'.repeat(81)}`, 'kervan.branch', ',,=', `kervan.branch=012,${'x'.repeat(1_024)}`])(
    'are none in %j',
    (header) => expect(readBaggage(header)).toBeUndefined(),
  );

  it('are in the context of the spans of a message', () => {
    expect(propagation.getBaggage(contextOf(undefined, HEADER))?.getEntry('kervan.branch')).toEqual({ value: '012' });
    expect(propagation.getBaggage(contextOf(undefined))).toBeUndefined();
  });
});
