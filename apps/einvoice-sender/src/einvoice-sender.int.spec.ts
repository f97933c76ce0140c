import {
  CommandDead,
  CommandWithdrawn,
  InvoiceAccepted,
  InvoiceIssued,
  InvoiceRefused,
  InvoiceTransmissionRefused,
  InvoiceVoided,
  IssueInvoice,
  type IssuedInvoice,
  type Order,
  TransmitInvoice,
  VoidInvoice,
  Withdraw,
} from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyingCompany, line, orderOf, person } from './fixtures/orders.js';
import { type RunningEinvoiceSender, runningEinvoiceSender } from './fixtures/running-einvoice-sender.js';
import { select } from './fixtures/ubl.js';

let service: RunningEinvoiceSender;
beforeAll(async () => {
  service = await runningEinvoiceSender();
  service.integrator.registered.add(buyingCompany.taxId!);
});
afterAll(() => service.stop());

async function issue(order: Order, orderId = newId()): Promise<{ orderId: string; commandId: string }> {
  const commandId = newId();
  await service.send(IssueInvoice.of({ orderId, commandId, order }));
  return { orderId, commandId };
}

async function issued(order: Order, orderId?: string): Promise<{ orderId: string; invoice: IssuedInvoice }> {
  const command = await issue(order, orderId);
  const { invoice } = await service.replyTo(InvoiceIssued, command.commandId);
  return { orderId: command.orderId, invoice };
}

async function transmit(orderId: string, invoiceNumber: string): Promise<string> {
  const commandId = newId();
  await service.send(TransmitInvoice.of({ orderId, commandId, invoiceNumber }));
  return commandId;
}

const isTaken = (number: string): Promise<unknown> =>
  eventually(`${number} at the integrator`, () =>
    [...service.integrator.taken.values()].find((one) => one.number === number),
  );

/** The call that hands the order's invoice over, once it is in a state. */
const handingOver = (orderId: string, state: string): Promise<string> =>
  eventually(`the ${state} call of ${orderId}`, async () => {
    const sql = `SELECT id FROM outbound_open_call WHERE order_key = $1 AND type = 'send-invoice' AND state = $2`;
    const { rows } = await service.database.query<{ id: string }>(sql, [orderId, state]);
    return rows[0]?.id;
  });

async function act(path: string, body: object = {}): Promise<void> {
  const by = { by: 'ayse', reason: 'another content' };
  expect(await service.act(path, { ...by, ...body })).toMatchObject({ status: 200 });
}

const before = (number: string): string => number.slice(0, 7) + String(Number(number.slice(7)) - 1).padStart(9, '0');

const asJson = async (path: string): Promise<never> => JSON.parse((await service.get(path)).text) as never;

describe('einvoice-sender', () => {
  it('issues an e-Arşiv invoice to a final consumer at once, and an order has one for ever', async () => {
    const { orderId, invoice } = await issued(orderOf());
    expect(invoice).toMatchObject({
      series: 'ANA',
      profile: 'EARSIVFATURA',
      netMinor: 8_317,
      taxMinor: 1_663,
      grossMinor: 9_980,
    });
    expect((await issued(orderOf(), orderId)).invoice).toEqual(invoice);
  });

  it('looks a company up, issues an e-Fatura and follows it until the authority accepts it', async () => {
    const { orderId, invoice } = await issued(orderOf(undefined, { buyer: buyingCompany }));
    expect(invoice).toMatchObject({ series: 'ANF', profile: 'TEMELFATURA' });
    const commandId = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    service.integrator.decide(invoice.number, 'accepted', 1300);
    expect(await service.replyTo(InvoiceAccepted, commandId)).toMatchObject({ orderId, invoiceNumber: invoice.number });
    expect(await asJson(`/v1/invoices/${invoice.number}`)).toMatchObject({
      state: 'accepted',
      buyer: { taxId: buyingCompany.taxId },
      taxes: [{ rate: '20', taxable: '83.17', tax: '16.63' }],
      total: '99.80',
    });
    const { text } = await service.get(`/v1/invoices/${invoice.number}/xml`);
    expect(select(text, '/inv:Invoice/cbc:ID')).toEqual([invoice.number]);
    expect(service.integrator.taken.get(invoice.ettn)?.xml).toBe(text);
    const again = await transmit(orderId, invoice.number);
    await service.replyTo(InvoiceAccepted, again);
    expect(await service.facts(orderId, 2)).toEqual([
      ['InvoiceNumberAssigned', expect.objectContaining({ company: 'anadolu', invoice })],
      ['InvoiceCleared', expect.objectContaining({ invoiceNumber: invoice.number })],
    ]);
    expect(service.integrator.posts.filter((number) => number === invoice.number)).toHaveLength(1);
  });

  it('refuses an order with findings, and uses no number', async () => {
    const { invoice: before } = await issued(orderOf());
    const { commandId } = await issue(orderOf(undefined, { buyer: { ...buyingCompany, taxId: '4540536921' } }));
    const { code, findings } = await service.replyTo(InvoiceRefused, commandId);
    expect(code).toBe('preflight-failed');
    expect(findings.map(({ rule }) => rule)).toEqual(['buyer-vkn-invalid']);
    const { invoice: after } = await issued(orderOf());
    expect(Number(after.number.slice(7))).toBe(Number(before.number.slice(7)) + 1);
  });

  it.each([
    ['the connection is cut after the integrator has taken the invoice', 'cut-after'],
    ['the integrator takes the invoice and answers that it had it before', 'conflict-after'],
  ] as const)('does not send twice, nor give up, when %s', async (_, mischief) => {
    const { orderId, invoice } = await issued(orderOf());
    service.integrator.mischief.push(mischief);
    const commandId = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    service.integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, commandId);
    expect(service.integrator.posts.filter((number) => number === invoice.number)).toHaveLength(1);
  });

  it('corrects a refusal of form and sends it again under the same number and ETTN', async () => {
    const { orderId, invoice } = await issued(orderOf(undefined, { buyer: person }));
    const first = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    service.integrator.decide(invoice.number, 'refused', 1150);
    expect(await service.replyTo(InvoiceTransmissionRefused, first)).toMatchObject({ code: '1150', correctable: true });
    const amended = orderOf([line(1, '1', '49.90', 4_990, '20')], { buyer: { ...person, familyName: 'Demir' } });
    const corrected = (await issued(amended, orderId)).invoice;
    expect(corrected).toMatchObject({ number: invoice.number, ettn: invoice.ettn, grossMinor: 4_990 });
    const second = await transmit(orderId, invoice.number);
    await eventually('the corrected invoice', () => service.integrator.taken.get(invoice.ettn)?.xml.includes('Demir'));
    service.integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, second);
    expect((await service.facts(orderId, 4)).map(([name]) => name)).toEqual([
      'InvoiceNumberAssigned', 'InvoiceClearanceRefused', 'InvoiceNumberAssigned', 'InvoiceCleared',
    ]);
  });

  it('corrects a refusal of form that the integrator tells at once, and sends it again under the same number', async () => {
    const { orderId, invoice } = await issued(orderOf());
    service.integrator.mischief.push('bad-form');
    const first = await transmit(orderId, invoice.number);
    expect(await service.replyTo(InvoiceTransmissionRefused, first)).toMatchObject({ code: '1150', correctable: true });
    const amended = orderOf([line(1, '1', '49.90', 4_990, '20')]);
    const corrected = (await issued(amended, orderId)).invoice;
    expect(corrected).toMatchObject({ number: invoice.number, ettn: invoice.ettn, grossMinor: 4_990 });
    const second = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    service.integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, second);
  });

  it.each<[string, 'accepted' | 'refused', number]>([
    ['is accepted', 'accepted', 1300],
    ['is refused by itself', 'refused', 1160],
  ])('follows a corrected invoice that %s, while look-ups still tell of the refusal before', async (_, decision, code) => {
    const { integrator } = service;
    const { orderId, invoice } = await issued(orderOf());
    const first = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    integrator.decide(invoice.number, 'refused', 1150);
    await service.replyTo(InvoiceTransmissionRefused, first);
    await issued(orderOf([line(1, '1', '49.90', 4_990, '20')]), orderId);
    integrator.lagMs = 1_900;
    const second = await transmit(orderId, invoice.number);
    await eventually('the corrected invoice', () => integrator.taken.get(invoice.ettn)?.former);
    integrator.decide(invoice.number, decision, code);
    if (decision === 'accepted') await service.replyTo(InvoiceAccepted, second);
    else expect(await service.replyTo(InvoiceTransmissionRefused, second)).toMatchObject({ code: '1160', correctable: true });
    integrator.lagMs = 0;
  });

  it.each<[string, (orderId: string, commandId: string) => Promise<void>]>([
    ['a person took back before anything was sent', async (orderId, commandId) => {
      await act(`/admin/calls/${await handingOver(orderId, 'pending')}/decision`, { decision: 'withdraw' });
      await service.replyTo(CommandDead, commandId);
    }],
    ['was withdrawn with its command', async (orderId, commandId) => {
      await handingOver(orderId, 'pending');
      await service.send(Withdraw.of({ orderId, commandId }));
      await service.replyTo(CommandWithdrawn, commandId);
    }],
    ['was withdrawn with a command that is forgotten', async (orderId, commandId) => {
      await handingOver(orderId, 'pending');
      await service.send(Withdraw.of({ orderId, commandId }));
      await service.replyTo(CommandWithdrawn, commandId);
      await service.database.query('DELETE FROM command WHERE command_id = $1', [commandId]);
    }],
  ])('sends the amended order under the same number after a transmission that %s', async (_, ends) => {
    const order = orderOf(undefined, { buyer: person });
    const { orderId, invoice } = await issued(order);
    await act('/admin/targets/integrator/pause');
    await ends(orderId, await transmit(orderId, invoice.number));
    expect((await issued(order, orderId)).invoice).toEqual(invoice);
    const amended = orderOf([line(1, '1', '49.90', 4_990, '20')], { buyer: { ...person, familyName: 'Demir' } });
    const rewritten = (await issued(amended, orderId)).invoice;
    expect(rewritten).toEqual({ ...invoice, netMinor: 4_158, taxMinor: 832, grossMinor: 4_990, taxes: rewritten.taxes });
    expect((await issued(amended, orderId)).invoice).toEqual(rewritten);
    await act('/admin/targets/integrator/resume');
    const sent = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    expect(select(service.integrator.taken.get(invoice.ettn)!.xml, '//cbc:FamilyName')).toEqual(['Demir']);
    service.integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, sent);
    expect(await service.facts(orderId, 3)).toMatchObject([
      ['InvoiceNumberAssigned', { invoice }], ['InvoiceNumberAssigned', { invoice: rewritten }], ['InvoiceCleared', {}],
    ]);
  });

  it('never rewrites an invoice that may be with the authority, and says so', async () => {
    const { orderId, invoice } = await issued(orderOf());
    const sent = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    const { text: xml } = await service.get(`/v1/invoices/${invoice.number}/xml`);
    const amended = orderOf([line(1, '1', '49.90', 4_990, '20')]);
    const early = await issue(amended, orderId);
    expect(await service.replyTo(CommandDead, early.commandId)).toMatchObject({ code: 'invoice-transmitting' });
    expect((await issued(orderOf(), orderId)).invoice).toEqual(invoice);
    service.integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, sent);
    const late = await issue(amended, orderId);
    expect(await service.replyTo(CommandDead, late.commandId)).toMatchObject({ code: 'invoice-accepted' });
    expect((await service.get(`/v1/invoices/${invoice.number}/xml`)).text).toBe(xml);
  });

  it('does not let a correction move the number to the other series', async () => {
    const { orderId, invoice } = await issued(orderOf(undefined, { buyer: person }));
    const first = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    service.integrator.decide(invoice.number, 'refused', 1160);
    await service.replyTo(InvoiceTransmissionRefused, first);
    const { commandId } = await issue(orderOf(undefined, { buyer: buyingCompany }), orderId);
    expect(await service.replyTo(InvoiceRefused, commandId)).toMatchObject({ code: 'receiver-changed' });
  });

  it('tells a refusal for good, voids the number, and shows it in the gap report', async () => {
    const { orderId, invoice } = await issued(orderOf());
    service.integrator.mischief.push('number-used');
    const sent = await transmit(orderId, invoice.number);
    expect(await service.replyTo(InvoiceTransmissionRefused, sent)).toMatchObject({
      code: 'number-used',
      correctable: false,
    });
    const commandId = newId();
    await service.send(
      VoidInvoice.of({ orderId, commandId, invoiceNumber: invoice.number, reason: 'number used elsewhere' }),
    );
    await service.replyTo(InvoiceVoided, commandId);
    const year = invoice.number.slice(3, 7);
    const gaps = (await asJson(`/v1/invoices/gaps?series=ANA&year=${year}`)) as { missing: string[]; voids: unknown[] };
    expect(gaps.missing).toEqual([]);
    expect(gaps.voids).toContainEqual(expect.objectContaining({ number: invoice.number, reason: 'number used elsewhere' }));
    expect((await service.facts(orderId, 3)).slice(1)).toMatchObject([
      ['InvoiceClearanceRefused', { code: 'number-used', correctable: false }],
      ['InvoiceNumberVoided', { invoiceNumber: invoice.number, reason: 'number used elsewhere' }],
    ]);
    const refused = await issue(orderOf(), orderId);
    expect(await service.replyTo(InvoiceRefused, refused.commandId)).toMatchObject({ code: 'invoice-void' });
    const again = await transmit(orderId, invoice.number);
    expect(await service.replyTo(InvoiceTransmissionRefused, again)).toMatchObject({ code: 'invoice-void' });
  });

  it('does not void an invoice that is under way; a later command awaits the same transmission', async () => {
    const { orderId, invoice } = await issued(orderOf());
    const first = await transmit(orderId, invoice.number);
    await isTaken(invoice.number);
    const commandId = newId();
    await service.send(VoidInvoice.of({ orderId, commandId, invoiceNumber: invoice.number, reason: 'too late' }));
    expect(await service.replyTo(CommandDead, commandId)).toMatchObject({ code: 'invoice-transmitting' });
    const second = await transmit(orderId, invoice.number);
    expect(await service.replyTo(CommandDead, first)).toMatchObject({ code: 'taken-over' });
    service.integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, second);
    expect(service.integrator.posts.filter((number) => number === invoice.number)).toHaveLength(1);
  });

  it('asks what became of an invoice again by itself, though its questions have failed for longer than a day', async () => {
    const { integrator, database } = service;
    const { orderId, invoice } = await issued(orderOf());
    integrator.mute = true;
    const commandId = await transmit(orderId, invoice.number);
    const afterADay = 200;
    const question = await eventually('a question that failed', async () => {
      const { rows } = await database.query<{ id: string }>(
        `UPDATE outbound_open_call SET attempts = $2, due_at = now()
         WHERE order_key = $1 AND type = 'ask-status' AND state = 'unknown' RETURNING id`,
        [orderId, afterADay],
      );
      return rows[0];
    });
    const failed = await eventually('its next failure', async () => {
      const { rows } = await database.query<{ waits: boolean }>(
        'SELECT isfinite(due_at) AS waits FROM outbound_open_call WHERE id = $1 AND attempts > $2',
        [question.id, afterADay],
      );
      return rows[0];
    });
    expect(failed).toEqual({ waits: true });
    integrator.mute = false;
    integrator.decide(invoice.number, 'accepted', 1300);
    const sooner = { decision: 'try-now', by: 'ayse', reason: 'the integrator is back' };
    expect(await service.act(`/admin/calls/${question.id}/decision`, sooner)).toMatchObject({ status: 200 });
    await service.replyTo(InvoiceAccepted, commandId);
  });

  it('sends under the next key of the integrator as soon as its file has it; until then the invoice waits', async () => {
    const { integrator } = service;
    const { orderId, invoice } = await issued(orderOf());
    const refused = integrator.keys.length;
    integrator.key = 'the-next-integrator-secret';
    const commandId = await transmit(orderId, invoice.number);
    await eventually('a refusal of the old key', () => integrator.keys.length > refused);
    expect(integrator.keys.at(-1)).toBe('integrator-secret');
    await service.changeIntegratorKey('the-next-integrator-secret');
    await isTaken(invoice.number);
    expect(integrator.keys.at(-1)).toBe('the-next-integrator-secret');
    integrator.decide(invoice.number, 'accepted', 1300);
    await service.replyTo(InvoiceAccepted, commandId);
    expect(service.logged()).toContain('INTEGRATOR_API_KEY_FILE');
    expect(service.logged()).not.toMatch(/integrator-secret/);
    await service.changeIntegratorKey('integrator-secret');
    integrator.key = undefined;
  });

  it('lists the invoices of a day to operators only', async () => {
    const { invoice } = await issued(orderOf());
    const { invoices } = (await asJson(`/v1/invoices?date=${invoice.issueDate}`)) as { invoices: { number: string }[] };
    expect(invoices.map(({ number }) => number)).toContain(invoice.number);
    expect((await service.get(`/v1/invoices?date=${invoice.issueDate}`, { key: 'another key' })).status).toBe(401);
    expect((await service.get('/openapi.json')).text).toContain('/v1/invoices/gaps');
    expect((await service.get('/v1/invoices?date=2026-02-30')).status).toBe(422);
    expect((await service.get('/v1/invoices/ANA2026999999999')).status).toBe(404);
    expect((await service.get('/v1/invoices/gaps?series=ZZZ&year=2026')).status).toBe(404);
  });

  it('lists a day as CSV for a spreadsheet, with a column for each rate, and no name becomes a formula', async () => {
    const buyer = { ...buyingCompany, name: '=HYPERLINK("http://x";"Öz, Gıda")' };
    const { invoice } = await issued(orderOf([line(1, '1', '110.00', 11_000, '10'), line(2, '1', '12.00', 1_200, '20')], { buyer }));
    const path = `/v1/invoices?date=${invoice.issueDate}&limit=1&after=${before(invoice.number)}`;
    const { status, headers, text } = await service.get(path, { accept: 'text/csv' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="invoices-${invoice.issueDate}.csv"`);
    expect(headers.get('link')).toMatch(new RegExp(`after=${invoice.number}.*; rel="next"$`));
    expect(text.startsWith('\ufeff')).toBe(true);
    const [head, row, ...rest] = text.slice(1).trimEnd().split('\r\n');
    expect(head).toBe(
      'number,issue_date,order_number,company,mode,profile,buyer_name,buyer_tax_id,currency,' +
        'taxable_10,tax_10,taxable_20,tax_20,net,tax,total,state,ettn',
    );
    expect(row).toContain(`"'=HYPERLINK(""http://x"";""Öz, Gıda"")",${buyer.taxId},TRY,100.00,10.00,10.00,2.00,110.00,12.00,122.00,issued`);
    expect(rest).toEqual([]);
    expect((await service.get(path, { accept: 'application/json' })).text).toContain('"invoices"');
  });

  it('lists a day page by page, each invoice once, and never the documents', async () => {
    await issued(orderOf());
    const { invoice } = await issued(orderOf());
    type Page = { invoices: { number: string }[]; next?: string };
    const page = (query: string): Promise<Page> =>
      asJson(`/v1/invoices?date=${invoice.issueDate}${query}`) as Promise<Page>;
    const whole = await page('');
    const seen: string[] = [];
    for (let next: string | undefined = '0'.repeat(16); next; ) {
      const { invoices, next: after }: Page = await page(`&limit=1&after=${next}`);
      seen.push(...invoices.map(({ number }) => number));
      next = after;
    }
    expect(seen).toEqual(whole.invoices.map(({ number }) => number));
    expect(seen.length).toBeGreaterThan(1);
    expect(JSON.stringify(whole)).not.toContain('<Invoice');
    expect((await service.get(`/v1/invoices?date=${invoice.issueDate}&limit=1001`)).status).toBe(422);
  });
});
