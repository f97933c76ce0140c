import { finding } from '@kervan/tools/judge/finding';
import type { Verdict } from '@kervan/tools/judge/judge';
import { describe, expect, it } from 'vitest';
import { Bank } from './bank.js';
import { exceptByHand } from './by-hand.js';
import { freshNumber } from './fresh-number.js';
import type { Operator } from './operator.js';
import { Partner } from './partner.js';
import { orderNumberOf } from './sale.js';
import { Z_NUMBER } from './tills.js';

const installation = { folder: '' } as never;
const statement = new Bank(installation, {} as Operator).statement([{ amount: 4_711n, text: 'kira' }]);

const sent = {
  receipt: orderNumberOf({ branch: '001', till: '9', zNumber: Z_NUMBER, receiptNumber: 1 }),
  'order of a shop': `moda-${freshNumber()}`,
  'order of the partner': `marketim-${new Partner(installation).order().number}`,
  'order of a program': 'FS-019aa5c1-7e2b-4c3d-9a4e-5f6071829304',
  'bank line': /<AcctSvcrRef>(.*?)</.exec(statement)![1]!,
};

/** The findings that are left of one. */
function left(code: string, subject: string): readonly string[] {
  const verdict: Verdict = { rows: [], notes: [], findings: [finding(code, subject, 'a service knows it')], ok: false };
  const { findings, ok } = exceptByHand(verdict);
  expect(ok).toBe(findings.length === 0);
  return findings.map((one) => one.code);
}

describe('on a state that test files share', () => {
  it.each(Object.entries(sent))('a %s of theirs is not invented, nor is what they have done about it', (_what, subject) => {
    for (const code of ['order-invented', 'act-invented', 'line-invented']) expect(left(code, subject)).toEqual([]);
  });

  it.each(Object.entries(sent))('anything else about a %s of theirs is a finding', (_what, subject) => {
    expect(left('order-doubled', subject)).toEqual(['order-doubled']);
  });

  it.each([
    ['order-invented', '001-1-12-7'],
    ['order-invented', 'moda-20044'],
    ['order-invented', 'marketim-PO-400123'],
    ['act-invented', 'ev-50013'],
    ['line-invented', 'AM01TRY000001-T001'],
    ['line-invented', 'a line without a reference'],
  ])('%s is a finding about %s, which none of them has sent', (code, subject) => {
    expect(left(code, subject)).toEqual([code]);
  });
});
