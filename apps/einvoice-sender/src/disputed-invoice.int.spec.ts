import { CommandDead, InvoiceAccepted, InvoiceTransmissionRefused, InvoiceVoided, type Order } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InvoicedOrder } from './fixtures/invoiced-order.js';
import { line, orderOf, person } from './fixtures/orders.js';
import { type RunningEinvoiceSender, runningEinvoiceSender } from './fixtures/running-einvoice-sender.js';
import { select } from './fixtures/ubl.js';

let service: RunningEinvoiceSender;
let order: InvoicedOrder;

beforeAll(async () => {
  service = await runningEinvoiceSender();
});
beforeEach(() => {
  order = new InvoicedOrder(service);
  service.integrator.isTalkative = true;
});
afterAll(() => service.stop());

const content = orderOf(undefined, { buyer: person });
const sameTotal = orderOf(undefined, { buyer: { ...person, familyName: 'Demir' } });
const otherTotal = orderOf([line(1, '1', '49.90', 4_990, '20')], { buyer: person });
const otherBuyer = orderOf(undefined, { buyer: { ...person, taxId: '17291716060' } });

/** A person gives up what the integrator has taken, and the amended order is told that it has something else. */
async function disputed(amended: Order): Promise<void> {
  await order.issue(content);
  await order.giveUp();
  await order.issue(amended);
  expect(await service.replyTo(CommandDead, await order.transmit())).toMatchObject({ code: 'ettn-used' });
  expect(await order.state()).toMatchObject({ state: 'refused', code: 'ettn-used' });
}

describe('an invoice under whose ETTN the integrator has something else', () => {
  it('is what the integrator has, once a person sends it again, where number, total and buyer are the same', async () => {
    await disputed(sameTotal);
    const again = await order.transmit();
    order.authoritySays('accepted', 1300);
    expect(await service.replyTo(InvoiceAccepted, again)).toMatchObject({ orderId: order.id, invoiceNumber: order.invoice.number });
    expect(await order.state()).toMatchObject({ state: 'accepted' });
    expect((await service.facts(order.id, 3)).map(([name]) => name)).toEqual([
      'InvoiceNumberAssigned', 'InvoiceNumberAssigned', 'InvoiceCleared',
    ]);
  });

  it('is not what the integrator has where the order was amended since: a person is told first', async () => {
    await disputed(sameTotal);
    order.authoritySays('accepted', 1300);
    await order.issue(orderOf(undefined, { buyer: { ...person, familyName: 'Kaya' } }));
    expect(await service.replyTo(CommandDead, await order.transmit())).toMatchObject({ code: 'ettn-used' });
    await service.replyTo(InvoiceAccepted, await order.transmit());
  });

  it.each([
    ['another total', otherTotal, 'a total of 99.80 TRY'],
    ['another buyer', otherBuyer, 'for another buyer'],
  ])('is told from what has %s, and sent as it was where the order is amended back', async (_, amended, words) => {
    await disputed(amended);
    const again = await order.transmit();
    order.authoritySays('accepted', 1300);
    const dead = await service.replyTo(CommandDead, again);
    expect(dead).toMatchObject({ code: 'other-invoice-held', detail: expect.stringContaining(words) as string });
    expect(dead.detail).not.toContain(person.taxId);
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'other-invoice-held' });
    await order.issue(content);
    await service.replyTo(InvoiceAccepted, await order.transmit());
    const { text } = await service.get(`/v1/invoices/${order.invoice.number}/xml`);
    expect(select(text, '//cac:LegalMonetaryTotal/cbc:PayableAmount')).toEqual(['99.80']);
    expect(service.integrator.taken.get(order.invoice.ettn)?.xml).toBe(text);
  });

  it('is told from what has another number', async () => {
    await disputed(sameTotal);
    const { taken } = service.integrator;
    const number = `${order.invoice.number.slice(0, 7)}999999999`;
    taken.set(order.invoice.ettn, { ...taken.get(order.invoice.ettn)!, number });
    const detail = expect.stringContaining(number) as string;
    expect(await service.replyTo(CommandDead, await order.transmit())).toMatchObject({ code: 'other-invoice-held', detail });
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'other-invoice-held', detail });
  });

  it('is told so where the integrator only says that it is there, and has another number, as after a restore', async () => {
    const { integrator } = service;
    await order.issue(content);
    const number = `${order.invoice.number.slice(0, 7)}999999998`;
    await order.comes(number);
    integrator.mischief.push('there-already');
    const detail = expect.stringContaining(number) as string;
    expect(await service.replyTo(CommandDead, await order.transmit())).toMatchObject({ code: 'other-invoice-held', detail });
    expect(await order.state()).toMatchObject({ state: 'refused', code: 'ettn-used' });
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'other-invoice-held', detail });
  });

  it('stays so where the integrator does not tell what it has', async () => {
    await disputed(sameTotal);
    service.integrator.isTalkative = false;
    const again = await order.transmit();
    order.authoritySays('accepted', 1300);
    const detail = expect.stringContaining('cannot be compared') as string;
    expect(await service.replyTo(CommandDead, again)).toMatchObject({ code: 'ettn-used', detail });
  });

  it('is taken in place of what was refused for its form', async () => {
    await disputed(otherTotal);
    order.authoritySays('refused', 1150);
    const again = await order.transmit();
    await eventually('the amended invoice', () => service.integrator.taken.get(order.invoice.ettn)?.former);
    order.authoritySays('accepted', 1300);
    await service.replyTo(InvoiceAccepted, again);
  });

  it('is refused with what was there, and may be voided then', async () => {
    await disputed(sameTotal);
    const again = await order.transmit();
    order.authoritySays('refused', 1181);
    expect(await service.replyTo(InvoiceTransmissionRefused, again)).toMatchObject({ code: '1181', correctable: false });
    await service.replyTo(InvoiceVoided, await order.makeVoid());
  });
});

describe('the void of such an invoice', () => {
  beforeEach(() => disputed(sameTotal));

  it('is done once the authority has refused what is there', async () => {
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'ettn-used' });
    order.authoritySays('refused', 1181);
    await service.replyTo(InvoiceVoided, await order.makeVoid());
    expect(await order.state()).toMatchObject({ state: 'void', code: '1181', voided: { reason: 'not wanted' } });
    expect((await service.facts(order.id, 3)).at(-1)).toMatchObject(['InvoiceNumberVoided', { reason: 'not wanted' }]);
  });

  it('is not done once the authority has accepted it', async () => {
    order.authoritySays('accepted', 1300);
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'invoice-accepted' });
    expect(await order.state()).toMatchObject({ state: 'accepted' });
    expect((await service.facts(order.id, 3)).at(-1)?.[0]).toBe('InvoiceCleared');
    await service.replyTo(InvoiceAccepted, await order.transmit());
  });

  it.each([['bad-form', '1150: '], ['number-used', 'number-used: ']] as const)(
    'is not done either where what was sent since was refused before it was compared: %s',
    async (refusal, words) => {
      order.authoritySays('accepted', 1300);
      service.integrator.mischief.push(refusal);
      const detail = expect.stringContaining(words) as string;
      expect(await service.replyTo(CommandDead, await order.transmit())).toMatchObject({ code: 'ettn-used', detail });
      expect(await order.state()).toMatchObject({ state: 'refused', code: 'ettn-used' });
      expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'invoice-accepted' });
      expect(await order.state()).toMatchObject({ state: 'accepted' });
    },
  );
});
