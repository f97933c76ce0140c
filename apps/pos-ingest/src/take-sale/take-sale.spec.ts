import { Mode } from '@kervan/contracts';
import type { OutboxPressure, Transactions } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { aSale } from '../fixtures/sale.js';
import type { ProblemAnswers } from '../request/problem-answers.js';
import type { SaleGroups } from './sale-groups.js';
import { SalePolicy } from './sale-rules.js';
import { TakeSale } from './take-sale.js';

const from = { company: 'anadolu', mode: Mode.live, branch: '012', zone: 'Europe/Istanbul' };

describe('TakeSale', () => {
  const unused = {} as Transactions & SaleGroups & ProblemAnswers;
  const paused = { isHigh: () => true } as unknown as OutboxPressure;
  const sales = new TakeSale(unused, unused, paused, new SalePolicy(['0', '1', '10', '20']), unused);

  it('takes nothing while the outbox is full, and says when to come again', async () => {
    await expect(sales.take(aSale(), from)).rejects.toMatchObject({
      code: 'intake-paused',
      kind: { status: 503, retryable: true, recorded: 'nothing' },
      options: { headers: { 'retry-after': '10' } },
    });
  });

  it('tells a wrong sale what is wrong even then', async () => {
    await expect(sales.take(aSale({ branch: '034' }), from)).rejects.toMatchObject({ code: 'unknown-reference' });
  });
});
