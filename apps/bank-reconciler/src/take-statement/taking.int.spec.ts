import { eventually, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, invoiceAssigned, orderPlaced } from '../fixtures/events.js';
import {
  request,
  runningBankReconciler,
  type RunningBankReconciler,
  type ToldStatement,
} from '../fixtures/running-bank-reconciler.js';
import {
  balance,
  entry,
  LIVE_ACCOUNT,
  nextId,
  statementFile,
  TEST_ACCOUNT,
  type TestStatement,
} from '../fixtures/statement-file.js';

const codes = ({ findings }: ToldStatement): string[] => findings.map(({ code }) => code);
const replayed = ({ headers }: { headers: Headers }): boolean => headers.get('idempotency-replayed') === 'true';

describe('a statement is taken', () => {
  let bank: RunningBankReconciler;
  const post = (body: string) => bank.request('POST', '/v1/statements', { body });
  const take = async (statement: TestStatement, messageId?: string): Promise<ToldStatement> =>
    (await bank.upload(statementFile(statement, messageId)))[0]!;
  const order = async () => {
    const due = dueOrder();
    await bank.tell(orderPlaced(due));
    return due;
  };
  const credit = (text: string): string => entry({ amount: '120.00', text });

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('with its number, its day, its findings and its lines, under a masked account', async () => {
    const xml = statementFile({
      id: 'ST-A',
      closing: '100.00',
      entries: [credit('x'), entry({ amount: '20', debit: true })],
    });
    const { status, body, text } = await post(xml);
    expect([status, body.statements]).toMatchObject([
      202,
      [
        {
          account: 'TR05 … 0038',
          statementId: 'ST-A',
          date: '2026-11-20',
          state: 'taken',
          findings: [],
          lines: { 'no-reference': 1, 'not-ours': 1 },
        },
      ],
    ]);
    expect(text).not.toContain(LIVE_ACCOUNT);
  });

  it('once: the same file again gets the same answer', async () => {
    const due = await order();
    const xml = statementFile({ closing: '120.00', entries: [credit(due.orderNumber)] });
    const first = await post(xml);
    const again = await post(xml);
    expect([again.status, again.text, replayed(first), replayed(again)]).toEqual([202, first.text, false, true]);
    await bank.paymentOf(due.orderId);
    expect(bank.published(due.orderId)).toHaveLength(1);
  });

  it('once: in another file it is a duplicate without effect, by its id', async () => {
    const due = await order();
    const statement = { id: nextId('ST'), closing: '120.00', entries: [credit(due.orderNumber)] };
    const first = await take(statement);
    const again = await take(statement);
    expect([again.state, codes(again), again.duplicateOf, again.lines]).toEqual([
      'duplicate',
      ['duplicate-statement'],
      first.id,
      { 'no-effect': 1 },
    ]);
    await bank.paymentOf(due.orderId);
    expect(bank.published(due.orderId)).toHaveLength(1);
  });

  it('once: by its number, electronic or legal', async () => {
    const numbered = { number: 7, date: '2026-11-02' };
    const first = await take({ ...numbered, id: 'ONE' });
    const again = await take({ ...numbered, id: 'OTHER' });
    expect([again.state, again.duplicateOf]).toEqual(['duplicate', first.id]);
    const legal = { head: '<LglSeqNb>70</LglSeqNb>', date: '2026-10-02' };
    const paper = await take({ ...legal, id: 'PAPER' });
    expect((await take({ ...legal, id: 'PAPER AGAIN' })).duplicateOf).toBe(paper.id);
  });

  it('as the duplicate of the one with its id rather than of another with its number', async () => {
    const date = '2026-09-02';
    const numbered = await take({ id: 'NUMBERED', number: 1, date });
    const named = await take({ id: 'NAMED', number: 2, date });
    expect((await take({ id: 'NAMED', number: 1, date })).duplicateOf).toBe(named.id);
    expect((await take({ id: 'NEITHER', number: 1, date })).duplicateOf).toBe(numbered.id);
  });

  it('as itself where the account is kept in another currency under the same number', async () => {
    await take({ number: 1, date: '2026-08-03' });
    const euros = await take({ number: 1, date: '2026-08-03', currency: 'EUR' });
    expect([euros.state, codes(euros)]).toEqual(['taken', []]);
  });

  it('and blocked where its message came before in a file without it: it may be new', async () => {
    const due = await order();
    const message = nextId('MSG');
    await take({ date: '2026-07-02' }, message);
    const entries = [credit(due.orderNumber)];
    const other = await take({ date: '2026-07-03', closing: '120.00', entries }, message);
    expect([other.state, codes(other), other.duplicateOf]).toEqual(['blocked', ['duplicate-statement'], undefined]);
    expect(other.lines).toEqual({ 'statement-blocked': 1 });
  });

  it('as a copy of nothing where the bank says so and the original has not come, whatever else its message held', async () => {
    const message = nextId('MSG');
    await take({ date: '2026-06-02' }, message);
    const head = '<CpyDplctInd>CODU</CpyDplctInd>';
    const copy = await take({ head, date: '2026-06-03' }, message);
    expect([copy.state, copy.duplicateOf]).toEqual(['duplicate', undefined]);
  });

  it.each(['COPY', 'DUPL', 'CODU'])('without effect where the bank says %s', async (word) => {
    const due = await order();
    const head = `<CpyDplctInd>${word}</CpyDplctInd>`;
    const copy = await take({ head, closing: '120.00', entries: [credit(due.orderNumber)] });
    expect([copy.state, codes(copy), copy.lines]).toEqual(['duplicate', ['duplicate-statement'], { 'no-effect': 1 }]);
    const { body } = await bank.request('GET', '/v1/lines?state=undecided&limit=100');
    expect((body.items as { statement: string }[]).map(({ statement }) => statement)).not.toContain(copy.id);
  });

  it.each<[string, TestStatement, string[]]>([
    ['does not add up', { closing: '120.01' }, ['balance-mismatch']],
    ['has no opening balance', { opening: null, closing: '120.00' }, ['missing-balance']],
    [
      'has a wrong control sum',
      { closing: '120.00', extra: '<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>' },
      ['control-sum-mismatch'],
    ],
    [
      'is of an account that nobody knows',
      { closing: '120.00', account: 'DE89370400440532013000' },
      ['unknown-account'],
    ],
    [
      'is of an account that is none',
      { closing: '120.00', account: 'DE89370400440532013001' },
      ['unknown-account', 'invalid-iban'],
    ],
  ])('and blocked where it %s: its credits are all undecided', async (_what, statement, found) => {
    const due = await order();
    const blocked = await take({ ...statement, entries: [credit(due.orderNumber)] });
    expect([blocked.state, codes(blocked), blocked.lines]).toEqual(['blocked', found, { 'statement-blocked': 1 }]);
    await bank.tell(invoiceAssigned(due, 'AMF2026000000001'));
    expect(bank.published(due.orderId)).toEqual([]);
    const { body } = await bank.request('GET', `/v1/lines?reason=statement-blocked&statement=${blocked.id}`);
    expect(body.items).toMatchObject([{ state: 'undecided', reason: 'statement-blocked' }]);
  });

  it('and matched but for its entries that are not booked', async () => {
    const due = await order();
    const pending = entry({ amount: '5.00', status: 'PDNG', text: due.orderNumber });
    const taken = await take({ closing: '120.00', entries: [pending, credit(due.orderNumber)] });
    expect([taken.state, codes(taken), taken.lines]).toEqual([
      'taken',
      ['entry-not-booked'],
      { 'not-booked': 1, matched: 1 },
    ]);
  });

  it('with the gap before it, by account and year', async () => {
    const numbered = (number: number, date: string, account = TEST_ACCOUNT) => take({ number, date, account });
    expect(codes(await numbered(364, '2025-12-30'))).toEqual([]);
    expect(codes(await numbered(365, '2025-12-31'))).toEqual([]);
    expect(codes(await numbered(1, '2026-01-02'))).toEqual([]);
    const late = await numbered(4, '2026-01-07');
    expect([late.state, late.findings]).toMatchObject([
      'blocked',
      [{ code: 'statement-gap', expected: '2', actual: '4' }],
    ]);
    expect(codes(await numbered(2, '2026-01-05'))).toEqual([]);
    expect(codes(await numbered(3, '2026-01-06'))).toEqual([]);
    expect(codes(await numbered(5, '2026-01-08'))).toEqual([]);
    expect(codes(await numbered(3, '2027-01-08'))).toEqual(['statement-gap']);
  });

  it('with its gap told once where several statements come in one file, in whatever order', async () => {
    await bank.setAccounts([
      { account: LIVE_ACCOUNT, company: 'AM01', mode: 'live' },
      { account: TEST_ACCOUNT, company: 'AM01', mode: 'test' },
      { account: 'DE89370400440532013000', company: 'AM01', mode: 'live' },
    ]);
    const of = (number: number, day: string) => ({ account: 'DE89370400440532013000', number, date: `2028-01-${day}` });
    const taken = await bank.upload(statementFile([of(12, '05'), of(10, '03'), of(11, '04')]));
    expect(taken.map(codes)).toEqual([[], [], []]);
    expect(taken.map(({ state }) => state)).toEqual(['taken', 'taken', 'taken']);
  });

  it('whole or not at all: a fault in the second of two leaves nothing of the first', async () => {
    const before = await bank.database.query('SELECT id FROM bank_statement');
    const xml = statementFile([
      { closing: '120.00', entries: [credit('x')] },
      { closing: '1.00', entries: [entry({ amount: 'x' })] },
    ]);
    expect((await post(xml)).status).toBe(422);
    const after = await bank.database.query('SELECT id FROM bank_statement');
    expect(after.rows).toHaveLength(before.rows.length);
  });

  it('once, of five of the same file at once', async () => {
    const due = await order();
    const xml = statementFile({ closing: '120.00', entries: [credit(due.orderNumber)] });
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => post(xml)));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(replayed)).toHaveLength(4);
  });

  it('once, of two files at once over two replicas', async () => {
    const due = await order();
    const statement = { id: nextId('ST'), closing: '120.00', entries: [credit(due.orderNumber)] };
    const replica = await bank.replica();
    try {
      const both = await Promise.all(
        [bank.service.url, replica.url].map((url) =>
          request(url, 'POST', '/v1/statements', { body: statementFile(statement) }),
        ),
      );
      const states = both.map(({ body }) => (body.statements as ToldStatement[])[0]?.state);
      expect(states.sort()).toEqual(['duplicate', 'taken']);
    } finally {
      await replica.stop();
    }
    await bank.paymentOf(due.orderId);
    expect(bank.published(due.orderId)).toHaveLength(1);
  });

  it('with every page of a long one, whose pages go on at an interim balance', async () => {
    const id = nextId('ST');
    const page = (number: number, last: boolean): string =>
      `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn>`;
    const one = { id, head: page(1, false), closing: null, extra: balance('ITBD', '120.00'), entries: [credit('x')] };
    const two = {
      id,
      head: page(2, true),
      opening: null,
      extra: balance('ITBD', '120.00'),
      closing: '240.00',
      entries: [credit('x')],
    };
    expect([await take(one), await take(two)]).toMatchObject([
      { state: 'taken', findings: [] },
      { state: 'taken', findings: [] },
    ]);
  });
});

describe('a line and the order that it names are committed at once', () => {
  let bank: RunningBankReconciler;
  let other: Client;
  const due = dueOrder();
  const xml = () => statementFile({ closing: '120.00', entries: [entry({ amount: '120.00', text: due.orderNumber })] });

  /** Does what the consumer of OrderPlaced does, up to its commit. */
  const placeWithoutCommit = async (lock: boolean): Promise<void> => {
    await other.query('BEGIN');
    if (lock) await other.query('SELECT pg_advisory_xact_lock_shared(7305114)');
    await other.query(
      `INSERT INTO receivable (order_id, version, company, mode, currency, amount_minor, order_number, placed_at)
       VALUES ($1, 1, 'AM01', 'live', 'TRY', 12000, $2, now())`,
      [due.orderId, due.orderNumber],
    );
    const key = due.orderNumber.toUpperCase().replace('-', '');
    await other.query(`INSERT INTO receivable_key VALUES ($1, 'order', $2)`, [due.orderId, key]);
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
    other = await ownConnection(bank.superuserUrl);
  });
  afterAll(async () => {
    await other.end();
    await bank.stop();
  });

  it('and do not miss each other: the statement waits for the order', async () => {
    await placeWithoutCommit(true);
    const answer = bank.upload(xml());
    await eventually('it waits', async () => {
      const { rows } = await bank.database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      );
      return rows.length === 1;
    });
    await other.query('COMMIT');
    expect((await answer)[0]?.lines).toEqual({ matched: 1 });
    await bank.database.query('TRUNCATE receivable, payment_match CASCADE');
  });

  it('control: without the lock of the order they do', async () => {
    await placeWithoutCommit(false);
    const [statement] = await bank.upload(xml());
    await other.query('COMMIT');
    expect(statement?.lines).toEqual({ 'unknown-reference': 1 });
  });
});

describe('control: without the unique indexes of statements', () => {
  let bank: RunningBankReconciler;

  beforeAll(async () => {
    bank = await runningBankReconciler();
    await bank.database.query('DROP INDEX uq_bank_statement_id, uq_bank_statement_number');
  });
  afterAll(() => bank.stop());

  it('one statement in two files is in effect twice', async () => {
    const statement = { id: 'ST', number: 1, closing: '1.00', entries: [entry({ amount: '1.00' })] };
    const taken = [...(await bank.upload(statementFile(statement))), ...(await bank.upload(statementFile(statement)))];
    expect(taken.map(({ state }) => state)).toEqual(['taken', 'taken']);
  });
});
