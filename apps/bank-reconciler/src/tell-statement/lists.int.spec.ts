import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, PAYER_IBAN, statementFile } from '../fixtures/statement-file.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';

describe('what is told of statements and lines', () => {
  let bank: RunningBankReconciler;
  const all = async (path: string): Promise<{ id: string }[]> => {
    const seen: { id: string }[] = [];
    let after = '';
    do {
      const { status, body } = await bank.request('GET', `${path}&limit=2${after && `&after=${after}`}`);
      expect(status).toBe(200);
      seen.push(...(body.items as { id: string }[]));
      after = (body.next as string | undefined) ?? '';
    } while (after !== '');
    return seen;
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('comes page by page: statements the latest first, lines the oldest first, each once', async () => {
    const entries = [1, 2, 3].map(() => entry({ amount: '1.00' }));
    const statements = await bank.upload(statementFile([1, 2, 3].map(() => ({ closing: '3.00', entries }))));
    const latestFirst = (await all('/v1/statements?company=AM01')).map(({ id }) => id);
    expect(latestFirst.toSorted()).toEqual(statements.map(({ id }) => id).toSorted());
    expect(latestFirst).toEqual(latestFirst.toSorted().toReversed());
    const lines = (await all('/v1/lines?state=undecided')).map(({ id }) => id);
    expect([lines.length, new Set(lines).size, lines]).toEqual([9, 9, lines.toSorted()]);
    expect(await all(`/v1/lines?statement=${statements[0]?.id}&reason=no-reference`)).toHaveLength(3);
    expect(await all('/v1/lines?state=matched')).toEqual([]);
    expect(await all('/v1/statements?state=blocked')).toEqual([]);
    expect(await all('/v1/lines?company=XX01')).toEqual([]);
  });

  it('is what the bank said: balances, texts, payer, whose account number is masked', async () => {
    const line = await undecidedLine(bank, { text: 'teşekkürler\nbir', endToEndId: 'E2E-77' });
    expect(line).toMatchObject({
      amount: '120.00',
      currency: 'TRY',
      bookingDate: '2026-11-20',
      valueDate: '2026-11-21',
      endToEndId: 'E2E-77',
      texts: [{ field: 'EndToEndId' }, { field: 'Ustrd', text: 'teşekkürler\nbir' }],
      counterparty: { name: 'Ayşe Yılmaz', iban: 'TR33 … 4567' },
    });
    const { body, text } = await bank.request('GET', `/v1/statements/${line.statement}`);
    expect(text).not.toContain(PAYER_IBAN);
    expect(body).toMatchObject({
      account: 'TR05 … 0038',
      balances: [
        { type: 'OPBD', amount: '0.00', currency: 'TRY', date: '2026-11-20' },
        { type: 'CLBD', amount: '120.00' },
      ],
    });
  });

  it('is what an undecided line may pay: up to three open orders, the likeliest first', async () => {
    const near = dueOrder({ orderNumber: 'ev-200200', dueMinor: 50_000 });
    const same = [1, 2, 3].map(() => dueOrder({ dueMinor: 77_700 }));
    await bank.tell(orderPlaced(near), ...same.map((order) => orderPlaced(order)));
    const misspelt = await undecidedLine(bank, { amount: '500.00', text: 'EV 200020' });
    expect([misspelt.reason, misspelt.proposals]).toMatchObject([
      'unknown-reference',
      [{ orderId: near.orderId, orderNumber: 'ev-200200', amount: '500.00', why: ['same-amount', 'near-reference'] }],
    ]);
    const both = same.slice(0, 2).map(({ orderNumber }) => orderNumber);
    const several: ToldLine = await undecidedLine(bank, { amount: '777.00', text: both.join(' ve ') });
    expect(several.reason).toBe('several-receivables');
    expect(several.proposals.map(({ why }) => why[0])).toEqual(['named', 'named', 'same-amount']);
  });

  it('is for operators alone', async () => {
    for (const path of ['/v1/statements', '/v1/lines', '/v1/statements/x', '/v1/lines/x']) {
      expect((await bank.request('GET', path, { key: 'nobody' })).status).toBe(401);
      expect((await bank.request('GET', path, { key: '' })).status).toBe(401);
    }
  });
});
