import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from './fixtures/events.js';
import {
  OPERATOR_KEY,
  type Reply,
  runningBankReconciler,
  type RunningBankReconciler,
} from './fixtures/running-bank-reconciler.js';
import { entry, LIVE_ACCOUNT, PAYER_IBAN, statementFile } from './fixtures/statement-file.js';

const MARK = 'CANARY';

describe('personal data and secrets', () => {
  let bank: RunningBankReconciler;
  const post = (body: string): Promise<Reply> => bank.request('POST', '/v1/statements', { body });

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('are in the lists for operators, and in no log line, header, message, answer or refusal', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const line = {
      amount: '120.00',
      payer: `${MARK} Yılmaz`,
      text: `${MARK} ${order.orderNumber}`,
      endToEndId: `${MARK}-7`,
    };
    const right = statementFile({ closing: '120.00', entries: [entry(line)] });
    const taken = await post(right);
    const others = await Promise.all([
      post(statementFile({ closing: '9.00', entries: [entry(line)] })),
      post(statementFile({ closing: '120.00', entries: [entry({ ...line, payerIban: `${MARK}${PAYER_IBAN}` })] })),
      post(right.replace('<Sts>BOOK</Sts>', `<Sts>${MARK}</Sts>`)),
      post(right.replace('120.00</Amt>\n', `${MARK}</Amt>\n`)),
      post(right.replace('</Ntry>', `</${MARK}>`)),
      post(right.replace('camt.053', MARK)),
      post(right.replace('>2026-11-21<', `>${MARK}<`)),
      post(right.replace('<Ustrd>', `<Ustrd>${MARK.repeat(1_000)}`)),
      bank.request('GET', `/v1/lines/${MARK}`),
    ]);
    expect(taken.status).toBe(202);
    expect(others.map(({ status }) => status)).toEqual([202, 202, 422, 422, 400, 422, 422, 422, 404]);
    await bank.paymentOf(order.orderId);
    const { text: list } = await bank.request('GET', '/v1/lines');
    expect(list, 'the mark is where it belongs').toContain(MARK);
    expect(list).not.toContain(PAYER_IBAN);
    for (const { text } of [taken, ...others])
      expect(text).not.toMatch(new RegExp(`${MARK}|${PAYER_IBAN}|${LIVE_ACCOUNT}`));
    const [record] = bank.published(order.orderId);
    expect(JSON.stringify(record?.headers) + record?.value?.toString('latin1')).not.toContain(MARK);
    expect(bank.logged()).toContain('"msg":"request"');
    for (const secret of [MARK, PAYER_IBAN, LIVE_ACCOUNT, OPERATOR_KEY]) expect(bank.logged()).not.toContain(secret);
  });
});
