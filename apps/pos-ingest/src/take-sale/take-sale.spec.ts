import { Mode } from '@kervan/contracts';
import { contentHash } from '@kervan/ingress';
import { type DatabaseTransaction, newId, type OutboxPressure, type Transactions } from '@kervan/messaging';
import type { Problem } from '@kervan/service-host';
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

describe('TakeSale, of a sale whose rate is no longer in force', () => {
  const sale = aSale();
  const answer = { id: 'of the first', state: 'accepted' };

  function takeAgain(sent: typeof sale, recorded: readonly object[]) {
    const inserted = recorded.length > 0 ? [] : [{ id: 'of this one' }];
    const query = async (sql: string) => (sql.startsWith('INSERT') ? inserted : recorded);
    const db = { query, confirm: async () => undefined } as unknown as DatabaseTransaction;
    const transactions = { run: (work: (of: typeof db) => unknown) => work(db) } as unknown as Transactions;
    const problems = { answer: ({ code, kind: { status } }: Problem) => ({ status, body: { code }, replayed: false }) };
    const groups = { record: () => Promise.reject(new Error('no group records it')) } as unknown as SaleGroups;
    const low = { isHigh: () => false } as unknown as OutboxPressure;
    const sales = new TakeSale(transactions, groups, low, new SalePolicy(['0', '1', '10']), problems as unknown as ProblemAnswers);
    const cause = { id: newId(), correlationId: 'till-3', acceptedAt: Date.now(), source: 'a test' };
    return sales.take(sent, from, { cause });
  }

  const recorded = [{ contentHash: contentHash(sale), answer, acceptedAt: new Date() }];

  it('gives the answer of its recording, where it was recorded', async () => {
    expect(await takeAgain(sale, recorded)).toEqual({ status: 202, body: answer, replayed: true });
  });

  it('tells the conflict, where another was recorded under its receipt', async () => {
    const altered = { ...sale, payments: [{ method: 'card' as const, amount: '113.80' }] };
    expect(await takeAgain(altered, recorded)).toMatchObject({ status: 409, body: { code: 'receipt-conflict' } });
  });

  it('refuses it, where it was not', async () => {
    await expect(takeAgain(sale, [])).rejects.toMatchObject({ code: 'tax-mismatch', kind: { status: 422 } });
  });
});
