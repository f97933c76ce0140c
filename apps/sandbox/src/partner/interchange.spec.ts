import { describe, expect, it } from 'vitest';
import { isRefused, readControl } from './contrl-reader.js';
import { encode } from './edifact-writer.js';
import { ordersInterchange } from './orders-message.js';
import { MIN_EDI_ORDERS, planInterchanges, type PlannedInterchange } from './plan-partner.js';

const at = new Date('2026-11-21T06:30:00Z');
const plan = planInterchanges({ orders: MIN_EDI_ORDERS, seed: 1, firstInterchange: 1, firstOrder: 1 });

function fileOf(index: number): string {
  const { orders, ...rest } = plan[index] as PlannedInterchange;
  return ordersInterchange({ ...rest, orders: orders.map(({ order }) => order) }, at).toString('latin1');
}

describe('the interchanges of a morning', () => {
  it('are the same for the same seed and numbers', () => {
    const again = planInterchanges({ orders: MIN_EDI_ORDERS, seed: 1, firstInterchange: 1, firstOrder: 1 });
    expect(again).toEqual(plan);
    const other = planInterchanges({ orders: MIN_EDI_ORDERS, seed: 2, firstInterchange: 1, firstOrder: 1 });
    expect(other).not.toEqual(plan);
  });

  it('hold five orders: one interchange is sent twice, one is to be refused', () => {
    expect(plan.flatMap(({ orders }) => orders)).toHaveLength(MIN_EDI_ORDERS);
    expect(plan.map(({ sends }) => sends)).toEqual([1, 2, 1, 1]);
    const ends = plan.map(({ orders }) => orders.map(({ expectation }) => expectation));
    expect(ends).toEqual([['completed', 'completed'], ['completed'], ['waiting-for-payment'], ['refused']]);
  });

  it('take more orders in plain interchanges of at most ten', () => {
    const more = planInterchanges({ orders: 28, seed: 1, firstInterchange: 1, firstOrder: 1 });
    expect(more.slice(4).map(({ orders }) => orders.length)).toEqual([10, 10, 3]);
  });

  it('are written as ORDERS D.96A with counts that fit, but for the miscounted one', () => {
    const [first, , , last] = [0, 1, 2, 3].map((index) => countsIn(fileOf(index)));
    expect(first).toEqual([0, 0]);
    expect(last).toEqual([1]);
    const header = "UNB+UNOC:3+8690000000012:14+8690000000029:14+261121:0930+MRK00000001'";
    expect(fileOf(0).startsWith(`UNA:+.? '\n${header}\n`)).toBe(true);
    expect(fileOf(0)).toContain("UNH+2+ORDERS:D:96A:UN:EAN008'\nBGM+220+PO-000002+9'");
    expect(fileOf(0)).toMatch(/UNZ\+2\+MRK00000001'\n$/);
  });

  it('may use delimiters of their own, and Turkish letters where the repertoire has them', () => {
    expect(fileOf(2)).toMatch(/^UNA\|\*\.\\ ~\nUNB\*UNOW\|3\*/);
    expect(encode('Işık ğ', 'UNOK')).toEqual(Buffer.from([0x49, 0xfe, 0xfd, 0x6b, 0x20, 0xf0]));
    expect(encode('Işık', 'UNOW').toString('utf8')).toBe('Işık');
    expect(() => encode('Işık', 'UNOC')).toThrow('UNOC has no ş');
  });
});

describe('a CONTRL', () => {
  const answer = (uci: string, more = '') =>
    `UNB+UNOA:3+S+B+261121:0931+1'UNH+1+CONTRL:D:3:UN'${uci}'${more}UNT+3+1'UNZ+1+1'`;

  it.each([
    [answer('UCI+MRK1+B+S+7'), { interchange: 'MRK1', action: '7', refusedMessages: [] }],
    [answer('UCI+MRK1+B:14+S:14+4+29'), { interchange: 'MRK1', action: '4', code: '29' }],
    [
      answer('UCI+MRK1+B+S+7', "UCM+1+ORDERS:D:96A:UN+7'UCM+2+ORDERS:D:96A:UN+4+29+UNT'"),
      { interchange: 'MRK1', action: '7', refusedMessages: ['2'], code: '29' },
    ],
    [answer("UCI+MRK?'1+B+S+8\n"), { interchange: "MRK'1", action: '8' }],
  ])('is read from %s', (text, expected) => {
    expect(readControl(text)).toMatchObject(expected);
  });

  it('refuses a message with the whole interchange, or by itself', () => {
    expect(isRefused({ interchange: 'MRK1', action: '4', refusedMessages: [] }, '1')).toBe(true);
    expect(isRefused({ interchange: 'MRK1', action: '7', refusedMessages: ['2'] }, '2')).toBe(true);
    expect(isRefused({ interchange: 'MRK1', action: '7', refusedMessages: ['2'] }, '1')).toBe(false);
  });

  it('is nothing else', () => {
    expect(readControl("UNB+UNOA:3+S+B+261121:0931+1'UNH+1+ORDERS:D:96A:UN'UNT+2+1'UNZ+1+1'")).toBeUndefined();
    expect(readControl('')).toBeUndefined();
  });
});

/** By how many segments each UNT is off. */
function countsIn(file: string): number[] {
  const messages = file.split(/(?=UNH\+)/).slice(1);
  return messages.map((message) => {
    const segments = message.split(/(?<!\?)'\n/);
    const end = segments.findIndex((segment) => segment.startsWith('UNT+'));
    return Number(segments[end]?.split('+')[1]) - (end + 1);
  });
}
