import { CommandDead, InvoiceAccepted, InvoiceVoided } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InvoicedOrder } from './fixtures/invoiced-order.js';
import { orderOf, person } from './fixtures/orders.js';
import { type RunningEinvoiceSender, runningEinvoiceSender } from './fixtures/running-einvoice-sender.js';

let service: RunningEinvoiceSender;
let order: InvoicedOrder;

beforeAll(async () => {
  service = await runningEinvoiceSender();
});
/** The integrator has the invoice, and a person has given it up. */
beforeEach(async () => {
  service.integrator.isTalkative = true;
  service.integrator.lagMs = 0;
  order = new InvoicedOrder(service);
  await order.issue(content);
  await order.giveUp();
});
afterAll(() => service.stop());

const content = orderOf(undefined, { buyer: person });
const amended = orderOf(undefined, { buyer: { ...person, familyName: 'Demir' } });
const amendedAgain = orderOf(undefined, { buyer: { ...person, familyName: 'Kaya' } });

const isDisputed = async (): Promise<void> => {
  expect(await service.replyTo(CommandDead, await order.transmit())).toMatchObject({ code: 'ettn-used' });
  expect(await order.state()).toMatchObject({ state: 'refused', code: 'ettn-used' });
};

describe('what the integrator has, of the same number, total and buyer, is not taken for the amended invoice', () => {
  it.each([
    ['is lost', 'cut-before', true],
    ['is lost, and the authority has not decided', 'cut-before', false],
    ['is only told that something is there', 'there-already', true],
  ] as const)('where that is disputed already and %s: a person is told first', async (_, mischief, isDecided) => {
    await order.issue(amended);
    await isDisputed();
    if (isDecided) order.authoritySays('accepted', 1300);
    await order.issue(amendedAgain);
    service.integrator.mischief.push(mischief);
    await isDisputed();
    service.integrator.mischief.push('there-already');
    const insisted = await order.transmit();
    if (!isDecided) order.authoritySays('accepted', 1300);
    await service.replyTo(InvoiceAccepted, insisted);
  });

  it.each([
    ['is lost', 'cut-before', true],
    ['is lost, and the integrator does not tell what it has', 'cut-before', false],
    ['is only told that something is there', 'there-already', true],
  ] as const)('where a person gave up what was sent before, and this %s', async (_, mischief, isTalkative) => {
    await order.issue(amended);
    order.authoritySays('accepted', 1300);
    service.integrator.isTalkative = isTalkative;
    service.integrator.mischief.push(mischief);
    await isDisputed();
  });
});

describe('that what is there was refused for its form', () => {
  it.each([false, true])('voids no number while the amended invoice, given up, may still take its place (disputed: %s)', async (wasDisputed) => {
    await order.issue(amended);
    if (wasDisputed) await isDisputed();
    order.authoritySays('refused', 1150);
    await order.giveUp('cut-before');
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'invoice-given-up' });
    await service.database.query(
      `UPDATE invoice SET given_up_at = given_up_at - interval '2 minutes' WHERE order_id = $1`, [order.id],
    );
    await service.replyTo(InvoiceVoided, await order.makeVoid());
    expect(await order.state()).toMatchObject({ state: 'void', code: '1150' });
  });

  it('voids none either where that was amended since, and refused before it was compared', async () => {
    await order.issue(amended);
    await isDisputed();
    order.authoritySays('refused', 1150);
    await order.giveUp('cut-before');
    await order.issue(amendedAgain);
    service.integrator.mischief.push('number-used');
    await isDisputed();
    expect(await service.replyTo(CommandDead, await order.makeVoid())).toMatchObject({ code: 'invoice-given-up' });
  });
});

describe('an invoice that was given up needs no person', () => {
  it('where it is sent as it was and that is lost, too: what is there is the same, word for word', async () => {
    service.integrator.isTalkative = false;
    service.integrator.mischief.push('cut-before');
    const command = await order.transmit();
    await eventually('what is sent once more', () => service.integrator.posts.filter((number) => number === order.invoice.number)[2]);
    order.authoritySays('accepted', 1300);
    await service.replyTo(InvoiceAccepted, command);
  });

  it('where it is amended once its form was refused, though look-ups still tell of that', async () => {
    order.authoritySays('refused', 1150);
    await order.issue(amended);
    service.integrator.lagMs = 1_900;
    const command = await order.transmit();
    await eventually('the amended invoice', () => service.integrator.taken.get(order.invoice.ettn)?.former);
    order.authoritySays('accepted', 1300);
    await service.replyTo(InvoiceAccepted, command);
  });
});
