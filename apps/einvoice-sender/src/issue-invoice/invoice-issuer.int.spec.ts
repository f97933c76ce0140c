import {
  CommandDead, InvoiceIssued, InvoiceNumberAssigned, InvoiceRefused, type Message, type Order, type RecordType,
} from '@kervan/contracts';
import { newId, type Transaction } from '@kervan/messaging';
import { freshDatabase, type FreshDatabase, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { einvoiceSenderMigrations } from '../../migrations/einvoice-sender-migrations.js';
import { Companies } from '../companies/company.js';
import { companiesJson } from '../fixtures/company.js';
import { on } from '../fixtures/connections.js';
import { allowance, buyingCompany, line, orderOf } from '../fixtures/orders.js';
import { select, ublSchema } from '../fixtures/ubl.js';
import { InvoiceStore } from '../invoice/invoice-store.js';
import { InvoiceIssuer, type IssueRequest } from './invoice-issuer.js';
import { InvoiceNumbers } from './invoice-numbers.js';

const schema = ublSchema();
const clock = (): Date => new Date('2026-11-21T08:00:00Z');
const numbers = new InvoiceNumbers(`'2026-11-21T08:00:00Z'::timestamptz`);
const issuer = new InvoiceIssuer(Companies.parse(companiesJson), 'live', schema, new InvoiceStore(), numbers, clock);

let database: FreshDatabase;
let client: Client;
let replies: Message[];
let published: Message[];

beforeAll(async () => {
  database = await freshDatabase(einvoiceSenderMigrations);
  client = await ownConnection(database.url);
});
beforeEach(async () => {
  await client.query('TRUNCATE invoice_series CASCADE');
  replies = [];
  published = [];
});
afterAll(async () => {
  schema.dispose();
  await client.end();
  await database.drop();
});

function request(order: Order, orderId = newId(), registered = false): IssueRequest {
  const tx = {
    reply: (outcome: Message) => void replies.push(outcome),
    publish: (fact: Message) => void published.push(fact),
  } as unknown as Transaction;
  const receiver = registered ? { registered, alias: 'urn:mail:pk@buyer.example' } : { registered };
  return { tx, orderId, commandId: newId(), order, receiver };
}

async function issueAll(...requests: IssueRequest[]): Promise<string[]> {
  [replies, published] = [[], []];
  await issuer.write(on(client), requests);
  return replies.map(({ type, data }) => {
    return type === InvoiceIssued ? (data as InvoiceIssued).invoice.number : (data as InvoiceRefused).code;
  });
}

describe('issuing', () => {
  it('draws the numbers of a chunk together, series by series', async () => {
    const registered = orderOf(undefined, { buyer: buyingCompany });
    expect((await issueAll(request(registered, newId(), true), request(orderOf()), request(orderOf()))).sort()).toEqual(
      ['ANA2026000000001', 'ANA2026000000002', 'ANF2026000000001'],
    );
  });

  it('keeps number and ETTN when it is asked again, in the same chunk or later', async () => {
    const orderId = newId();
    const [first, second] = await issueAll(request(orderOf(), orderId), request(orderOf(), orderId));
    expect(second).toBe(first);
    expect(await issueAll(request(orderOf(), orderId))).toEqual([first]);
  });

  it('gives its number back when the transaction dies, and takes the same one when it is run again', async () => {
    const again = request(orderOf());
    await client.query('BEGIN');
    const [lost] = await issueAll(again);
    await client.query('ROLLBACK');
    const [kept] = await issueAll(again);
    expect(kept).toBe(lost);
    expect(await issueAll(request(orderOf()))).toEqual(['ANA2026000000002']);
  });

  it('uses no number for what it refuses beside what it issues', async () => {
    const wrong = orderOf(undefined, { buyer: { ...buyingCompany, taxId: '4540536921' } });
    const unknown = { ...orderOf(), company: 'nobody' };
    const answers = await issueAll(request(wrong), request(orderOf()), request(unknown));
    expect(answers).toEqual(['preflight-failed', 'preflight-failed', 'ANA2026000000001']);
  });

  it('refuses what the schema refuses, with the place, before a number is drawn', async () => {
    const broken = { violations: () => ['/*/cac:InvoiceLine[1]'] };
    const strict = new InvoiceIssuer(
      Companies.parse(companiesJson),
      'live',
      broken,
      new InvoiceStore(),
      numbers,
      clock,
    );
    await strict.write(on(client), [request(orderOf())]);
    const [refusal] = replies as [Message<InvoiceRefused>];
    expect(refusal.data.findings).toEqual([
      expect.objectContaining({ rule: 'ubl-schema', field: '/*/cac:InvoiceLine[1]' }),
    ]);
    expect((await client.query('SELECT FROM invoice_series')).rows).toEqual([]);
  });

  it('never waits in a circle: two connections issue from two series at once, in opposite orders', async () => {
    const second = await ownConnection(database.url);
    const registered = orderOf(undefined, { buyer: buyingCompany });
    const archive = (): IssueRequest => request(orderOf());
    const basic = (): IssueRequest => request(registered, newId(), true);
    const issueFrom = async (connection: Client, requests: () => IssueRequest[]): Promise<void> => {
      for (let turn = 0; turn < 20; turn += 1) {
        await connection.query('BEGIN');
        await issuer.write(on(connection), requests());
        await connection.query('COMMIT');
      }
    };
    await Promise.all([issueFrom(client, () => [archive(), basic()]), issueFrom(second, () => [basic(), archive()])]);
    await second.end();
    const { rows } = await client.query('SELECT prefix, next::int FROM invoice_series ORDER BY prefix');
    expect(rows).toEqual([
      { prefix: 'ANA', next: 41 },
      { prefix: 'ANF', next: 41 },
    ]);
  });

  it('refuses amounts that vanish when their tax is taken out, before a number is drawn', async () => {
    const charges = Array.from({ length: 9 }, () => allowance(1));
    await issueAll(request(orderOf([line(1, '1', '0.01', 1, '20')], { charges })));
    expect((replies[0] as Message<InvoiceRefused>).data.findings).toEqual([
      expect.objectContaining({ rule: 'amounts-too-small' }),
    ]);
    expect((await client.query('SELECT FROM invoice_series')).rows).toEqual([]);
  });
});

describe('issuing an order again whose content has changed', () => {
  const store = new InvoiceStore();
  const amended = orderOf([line(1, '1', '49.90', 4_990, '20')]);
  let orderId: string;
  let number: string;
  beforeEach(async () => {
    orderId = newId();
    [number] = (await issueAll(request(orderOf(), orderId))) as [string];
  });

  const kept = async () => (await store.findAll(on(client), [orderId])).get(orderId)!;
  async function transmit(): Promise<string> {
    const commandId = newId();
    await client.query(
      `INSERT INTO command (command_id, type, topic, key, state) VALUES ($1, 'TransmitInvoice', 'commands', $2, 'running')`,
      [commandId, orderId],
    );
    expect(await store.beginTransmissions(on(client), [{ orderId, invoiceNumber: number, commandId }])).toHaveLength(1);
    return commandId;
  }
  async function isWithdrawn(commandId: string): Promise<void> {
    await client.query(
      `UPDATE command SET state = 'withdrawn', reply_type = 'CommandWithdrawn', reply = '' WHERE command_id = $1`,
      [commandId],
    );
  }
  const endsAs = (state: 'accepted' | 'refused') => async (): Promise<void> => {
    await transmit();
    const end = state === 'accepted' ? { state, acceptedAt: clock().toISOString() } : { state, code: '1181', detail: '' };
    await store.endTransmissions(on(client), [{ orderId, number, ...end }]);
  };

  it.each<[string, () => Promise<unknown>]>([
    ['that was never sent', async () => undefined],
    ['whose transmission was given up', async () => transmit().then(() => store.takeBack(on(client), number, false))],
    ['whose transmission was withdrawn before it began', async () => isWithdrawn(await transmit())],
  ])('writes an invoice anew %s, under its number, ETTN and date', async (_, happens) => {
    const { ettn, issueDate, issueTime } = await kept();
    await happens();
    expect(await issueAll(request(amended, orderId))).toEqual([number]);
    const now = await kept();
    expect(now).toMatchObject({ number, ettn, issueDate, issueTime, state: 'issued', grossMinor: 4_990 });
    expect(select(now.xml, '//cac:LegalMonetaryTotal/cbc:PayableAmount')).toEqual(['49.90']);
    expect(select(now.xml, '/inv:Invoice/cbc:ID')).toEqual([number]);
    expect(replies).toMatchObject([{ type: InvoiceIssued, data: { invoice: { number, grossMinor: 4_990 } } }]);
    expect(published).toMatchObject([{ type: InvoiceNumberAssigned, data: { invoice: { number, grossMinor: 4_990 } } }]);
  });

  it('tells a repeated command the same, and nobody else anything', async () => {
    const before = await kept();
    expect(await issueAll(request(orderOf(), orderId))).toEqual([number]);
    expect([await kept(), published]).toEqual([before, []]);
    await transmit();
    expect(await issueAll(request(orderOf(), orderId))).toEqual([number]);
    expect(await issueAll(request(orderOf(), orderId, true))).toEqual([number]);
  });

  it.each<[string, () => Promise<unknown>, RecordType<unknown>]>([
    ['invoice-transmitting', transmit, CommandDead],
    ['invoice-accepted', endsAs('accepted'), CommandDead],
    ['invoice-refused', endsAs('refused'), InvoiceRefused],
  ])('answers %s where the authority may know the other content, and keeps it', async (code, happens, type) => {
    await happens();
    const before = await kept();
    expect(await issueAll(request(amended, orderId))).toEqual([code]);
    expect(replies).toMatchObject([{ type, data: { orderId, detail: expect.stringContaining(number) as string } }]);
    expect([await kept(), published]).toEqual([before, []]);
  });

  it('keeps the invoice where the order that came instead cannot be invoiced, or belongs to the other series', async () => {
    const before = await kept();
    const wrong = orderOf(undefined, { buyer: { ...buyingCompany, taxId: '4540536921' } });
    expect(await issueAll(request(wrong, orderId))).toEqual(['preflight-failed']);
    expect(await issueAll(request(orderOf(undefined, { buyer: buyingCompany }), orderId, true))).toEqual(['receiver-changed']);
    expect(await kept()).toEqual(before);
  });
});
