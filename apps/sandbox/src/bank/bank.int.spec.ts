import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatementDesk } from '../fixtures/statement-desk.js';
import { type Due, type TransferHabit } from '../world/transfer-habit.js';
import { BankJournal } from './bank-journal.js';
import { Bank } from './bank.js';
import { StatementEndpoint } from './statement-endpoint.js';

const SEED = 1;

describe('the bank', () => {
  let directory: string;
  let desk: StatementDesk;
  let journal: BankJournal;
  let bank: Bank;
  let invoices: Map<string, string>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bank-'));
    desk = new StatementDesk();
    await desk.open();
    invoices = new Map([1, 2, 3].map((order) => [`moda-${order}`, `AMF202600000000${order}`]));
    await open();
  });

  afterEach(async () => {
    bank.stop();
    await journal.close();
    await desk.close();
    await rm(directory, { recursive: true });
  });

  async function open(): Promise<void> {
    journal = await BankJournal.open(directory);
    const endpoint = new StatementEndpoint(desk.url, 'key of the bank');
    bank = new Bank(journal, endpoint, { invoiceNumberOf: (orderNumber) => invoices.get(orderNumber) });
  }

  async function lines(kind: string): Promise<Record<string, string>[]> {
    const text = await readFile(join(directory, 'bank.jsonl'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
      .filter((line) => line['kind'] === kind);
  }

  function due(order: number, habit: TransferHabit = 'names-order'): Due {
    const orderNumber = `moda-${order}`;
    return { orderNumber, payersNumber: orderNumber, amount: '100.00', payer: 'Örnek A.Ş.', habit };
  }

  it('delivers one statement of what was due, with its key, and none where nothing is', async () => {
    await bank.settle([due(1), due(2, 'pays-twice'), due(3, 'never-pays')], SEED, '08');
    await bank.settle([due(1), due(2, 'pays-twice'), due(3, 'never-pays')], SEED, '08');
    expect(desk.received).toHaveLength(1);
    expect(desk.received[0]).toMatchObject({ key: 'Bearer key of the bank', type: 'application/xml' });
    expect(desk.received[0]?.xml.match(/<TxDtls>/g)).toHaveLength(4);
    expect(await lines('delivered')).toMatchObject([{ attempt: 1, answer: 'accepted', status: 202 }]);
  });

  it('goes on with number and balance from statement to statement, also after a restart', async () => {
    await bank.settle([due(1)], SEED, '08');
    await journal.close();
    await open();
    await bank.settle([due(1), due(2)], SEED, '02');
    const [first, second] = await lines('statement');
    expect(first).toMatchObject({ sequence: 1, opening: '250000.00', closing: '250092.65', version: '08' });
    expect(second).toMatchObject({ sequence: 2, opening: '250092.65', closing: '250185.30', version: '02' });
    expect(second?.['statementId']).not.toBe(first?.['statementId']);
  });

  it('waits for the invoices that its customers want to name', async () => {
    invoices.delete('moda-2');
    const settling = bank.settle([due(1), due(2, 'names-invoice')], SEED, '08');
    await vi.waitUntil(() => bank.progress().planned === 2);
    expect(desk.received).toEqual([]);
    invoices.set('moda-2', 'AMF2026000000009');
    await settling;
    expect(desk.received[0]?.xml.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')).toContain('AMF2026000000009');
  });

  it('tells in between only of what those have paid who have their invoices', async () => {
    invoices.delete('moda-2');
    await bank.settleInvoiced([due(1), due(2)], SEED, '08');
    await bank.settleInvoiced([due(1), due(2)], SEED, '08');
    invoices.set('moda-2', 'AMF2026000000009');
    await bank.settle([due(1), due(2)], SEED, '08');
    const paid = (await lines('statement')).map(({ lines: told }) => {
      return (told as unknown as { orderNumber?: string }[]).flatMap(({ orderNumber }) => orderNumber ?? []);
    });
    expect(paid).toEqual([['moda-1'], ['moda-2']]);
  });

  it('delivers the same statement again until it is answered, over a restart', async () => {
    desk.status = 503;
    const settling = bank.settle([due(1)], SEED, '08');
    await vi.waitUntil(() => desk.received.length >= 2);
    bank.stop();
    await settling;
    await journal.close();
    await open();
    desk.status = 202;
    await bank.resume();
    expect(new Set(desk.received.map(({ xml }) => xml)).size).toBe(1);
    const attempts = (await lines('delivered')).map(({ attempt }) => attempt);
    expect(attempts).toEqual(attempts.map((_, index) => index + 1));
    expect(journal.open()).toEqual([]);
  });

  it('notes a refusal and does not repeat it', async () => {
    desk.status = 400;
    await bank.settle([due(1)], SEED, '08');
    expect(await lines('delivered')).toMatchObject([{ answer: 'refused', status: 400, code: 'xml-limit' }]);
    expect(bank.progress()).toMatchObject({ planned: 1, refused: 1 });
  });
});
