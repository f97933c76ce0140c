import {
  CommandDead,
  InvoiceAccepted,
  InvoiceIssued,
  type IssuedInvoice,
  InvoiceTransmissionRefused,
  InvoiceVoided,
  IssueInvoice,
  type Message,
  type Order,
  TransmitInvoice,
  VoidInvoice,
} from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { line, orderOf, person } from './fixtures/orders.js';
import { type RunningEinvoiceSender, runningEinvoiceSender } from './fixtures/running-einvoice-sender.js';
import { select } from './fixtures/ubl.js';

let service: RunningEinvoiceSender;
let orderId: string;
let invoice: IssuedInvoice;

beforeAll(async () => {
  service = await runningEinvoiceSender();
});
beforeEach(() => {
  orderId = newId();
  service.integrator.isTalkative = true;
});
afterAll(() => service.stop());

const order = orderOf(undefined, { buyer: person });
const sameTotal = orderOf(undefined, { buyer: { ...person, familyName: 'Demir' } });
const otherTotal = orderOf([line(1, '1', '49.90', 4_990, '20')], { buyer: person });
const otherBuyer = orderOf(undefined, { buyer: { ...person, taxId: '17291716060' } });

async function told(command: (commandId: string) => Message): Promise<string> {
  const commandId = newId();
  await service.send(command(commandId));
  return commandId;
}

const transmit = (): Promise<string> =>
  told((commandId) => TransmitInvoice.of({ orderId, commandId, invoiceNumber: invoice.number }));

const makeVoid = (): Promise<string> =>
  told((commandId) => VoidInvoice.of({ orderId, commandId, invoiceNumber: invoice.number, reason: 'not wanted' }));

async function issue(content: Order): Promise<void> {
  const commandId = await told((id) => IssueInvoice.of({ orderId, commandId: id, order: content }));
  invoice = (await service.replyTo(InvoiceIssued, commandId)).invoice;
}

const stateOf = async (): Promise<unknown> => JSON.parse((await service.get(`/v1/invoices/${invoice.number}`)).text);

/** The integrator takes an invoice and its answer is lost; a person gives the call up, and the order is amended. */
async function givenUpAndAmended(amended: Order): Promise<void> {
  const { integrator, database } = service;
  await issue(order);
  integrator.mischief.push('cut-after');
  integrator.mute = true;
  const lost = await transmit();
  const call = await eventually('the call of unknown outcome', async () => {
    const sql = `SELECT id FROM outbound_open_call WHERE order_key = $1 AND type = 'send-invoice' AND state = 'unknown'`;
    return (await database.query<{ id: string }>(sql, [orderId])).rows[0];
  });
  const decision = { decision: 'give-up', by: 'ayse', reason: 'it is not there' };
  expect(await service.act(`/admin/calls/${call.id}/decision`, decision)).toMatchObject({ status: 200 });
  await service.replyTo(CommandDead, lost);
  integrator.mute = false;
  await issue(amended);
}

/** …and is told that the integrator has something else under the ETTN. */
async function disputed(amended: Order): Promise<void> {
  await givenUpAndAmended(amended);
  expect(await service.replyTo(CommandDead, await transmit())).toMatchObject({ code: 'ettn-used' });
  expect(await stateOf()).toMatchObject({ state: 'refused', code: 'ettn-used' });
}

const decide = (status: 'accepted' | 'refused', code: number): void =>
  service.integrator.decide(invoice.number, status, code);

describe('an invoice under whose ETTN the integrator has something else', () => {
  it('is what the integrator has, once a person sends it again, where number, total and buyer are the same', async () => {
    await disputed(sameTotal);
    const again = await transmit();
    decide('accepted', 1300);
    expect(await service.replyTo(InvoiceAccepted, again)).toMatchObject({ orderId, invoiceNumber: invoice.number });
    expect(await stateOf()).toMatchObject({ state: 'accepted' });
    expect((await service.facts(orderId, 3)).map(([name]) => name)).toEqual([
      'InvoiceNumberAssigned', 'InvoiceNumberAssigned', 'InvoiceCleared',
    ]);
  });

  it('is not what the integrator has where the order was amended since: a person is told first', async () => {
    await disputed(sameTotal);
    decide('accepted', 1300);
    await issue(orderOf(undefined, { buyer: { ...person, familyName: 'Kaya' } }));
    expect(await service.replyTo(CommandDead, await transmit())).toMatchObject({ code: 'ettn-used' });
    await service.replyTo(InvoiceAccepted, await transmit());
  });

  it.each([
    ['another total', otherTotal, 'a total of 99.80 TRY'],
    ['another buyer', otherBuyer, 'for another buyer'],
  ])('is told from what has %s, and sent as it was where the order is amended back', async (_, amended, words) => {
    await disputed(amended);
    const again = await transmit();
    decide('accepted', 1300);
    const dead = await service.replyTo(CommandDead, again);
    expect(dead).toMatchObject({ code: 'other-invoice-held', detail: expect.stringContaining(words) as string });
    expect(dead.detail).not.toContain(person.taxId);
    expect(await service.replyTo(CommandDead, await makeVoid())).toMatchObject({ code: 'other-invoice-held' });
    await issue(order);
    await service.replyTo(InvoiceAccepted, await transmit());
    const { text } = await service.get(`/v1/invoices/${invoice.number}/xml`);
    expect(select(text, '//cac:LegalMonetaryTotal/cbc:PayableAmount')).toEqual(['99.80']);
    expect(service.integrator.taken.get(invoice.ettn)?.xml).toBe(text);
  });

  it('is told from what has another number', async () => {
    await disputed(sameTotal);
    const { taken } = service.integrator;
    const number = `${invoice.number.slice(0, 7)}999999999`;
    taken.set(invoice.ettn, { ...taken.get(invoice.ettn)!, number });
    const detail = expect.stringContaining(number) as string;
    expect(await service.replyTo(CommandDead, await transmit())).toMatchObject({ code: 'other-invoice-held', detail });
    expect(await service.replyTo(CommandDead, await makeVoid())).toMatchObject({ code: 'other-invoice-held', detail });
  });

  it('is told so where the integrator only says that it is there, and has another number, as after a restore', async () => {
    const { integrator } = service;
    await issue(order);
    const number = `${invoice.number.slice(0, 7)}999999998`;
    const [xml, takenAt] = [(await service.get(`/v1/invoices/${invoice.number}/xml`)).text, Date.now()];
    integrator.taken.set(invoice.ettn, { ettn: invoice.ettn, number, xml, takenAt, former: undefined, decision: undefined });
    integrator.mischief.push('there-already');
    const detail = expect.stringContaining(number) as string;
    expect(await service.replyTo(CommandDead, await transmit())).toMatchObject({ code: 'other-invoice-held', detail });
    expect(await stateOf()).toMatchObject({ state: 'refused', code: 'ettn-used' });
    expect(await service.replyTo(CommandDead, await makeVoid())).toMatchObject({ code: 'other-invoice-held', detail });
  });

  it('stays so where the integrator does not tell what it has', async () => {
    await disputed(sameTotal);
    service.integrator.isTalkative = false;
    const again = await transmit();
    decide('accepted', 1300);
    const detail = expect.stringContaining('cannot be compared') as string;
    expect(await service.replyTo(CommandDead, again)).toMatchObject({ code: 'ettn-used', detail });
  });

  it('is taken in place of what was refused for its form', async () => {
    await disputed(otherTotal);
    decide('refused', 1150);
    const again = await transmit();
    await eventually('the amended invoice', () => service.integrator.taken.get(invoice.ettn)?.former);
    decide('accepted', 1300);
    await service.replyTo(InvoiceAccepted, again);
  });

  it('is refused with what was there, and may be voided then', async () => {
    await disputed(sameTotal);
    const again = await transmit();
    decide('refused', 1181);
    expect(await service.replyTo(InvoiceTransmissionRefused, again)).toMatchObject({ code: '1181', correctable: false });
    await service.replyTo(InvoiceVoided, await makeVoid());
  });
});

describe('the void of such an invoice', () => {
  beforeEach(() => disputed(sameTotal));

  it('is done once the authority has refused what is there', async () => {
    expect(await service.replyTo(CommandDead, await makeVoid())).toMatchObject({ code: 'ettn-used' });
    decide('refused', 1181);
    await service.replyTo(InvoiceVoided, await makeVoid());
    expect(await stateOf()).toMatchObject({ state: 'void', code: '1181', voided: { reason: 'not wanted' } });
    expect((await service.facts(orderId, 3)).at(-1)).toMatchObject(['InvoiceNumberVoided', { reason: 'not wanted' }]);
  });

  it('is not done once the authority has accepted it', async () => {
    decide('accepted', 1300);
    expect(await service.replyTo(CommandDead, await makeVoid())).toMatchObject({ code: 'invoice-accepted' });
    expect(await stateOf()).toMatchObject({ state: 'accepted' });
    expect((await service.facts(orderId, 3)).at(-1)?.[0]).toBe('InvoiceCleared');
    await service.replyTo(InvoiceAccepted, await transmit());
  });

  it.each([['bad-form', '1150: '], ['number-used', 'number-used: ']] as const)(
    'is not done either where what was sent since was refused before it was compared: %s',
    async (refusal, words) => {
      decide('accepted', 1300);
      service.integrator.mischief.push(refusal);
      const detail = expect.stringContaining(words) as string;
      expect(await service.replyTo(CommandDead, await transmit())).toMatchObject({ code: 'ettn-used', detail });
      expect(await stateOf()).toMatchObject({ state: 'refused', code: 'ettn-used' });
      expect(await service.replyTo(CommandDead, await makeVoid())).toMatchObject({ code: 'invoice-accepted' });
      expect(await stateOf()).toMatchObject({ state: 'accepted' });
    },
  );
});
