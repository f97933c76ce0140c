import { CommandDead, InvoiceAccepted, InvoiceTransmissionRefused, InvoiceVoided } from '@kervan/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InvoicedOrder } from './fixtures/invoiced-order.js';
import { line, orderOf, person } from './fixtures/orders.js';
import { type RunningEinvoiceSender, runningEinvoiceSender } from './fixtures/running-einvoice-sender.js';

let service: RunningEinvoiceSender;
let order: InvoicedOrder;

beforeAll(async () => {
  service = await runningEinvoiceSender();
});
beforeEach(async () => {
  order = new InvoicedOrder(service);
  await order.issue(content);
});
afterEach(() => {
  service.integrator.mute = false;
});
afterAll(() => service.stop());

const content = orderOf(undefined, { buyer: person });
const sameTotal = orderOf(undefined, { buyer: { ...person, familyName: 'Demir' } });
const otherTotal = orderOf([line(1, '1', '49.90', 4_990, '20')], { buyer: person });

const codeOf = async (command: string): Promise<string> => (await service.replyTo(CommandDead, command)).code;

const lastFact = async (count: number): Promise<string | undefined> => (await service.facts(order.id, count)).at(-1)?.[0];

describe('an invoice that a person gave up, though the integrator has it', () => {
  beforeEach(() => order.giveUp());

  it('is not voided on that word: it is asked about, and found accepted', async () => {
    order.authoritySays('accepted', 1300);
    expect(await codeOf(await order.makeVoid())).toBe('invoice-accepted');
    expect(await order.state()).toMatchObject({ state: 'accepted' });
    expect(await lastFact(2)).toBe('InvoiceCleared');
    await service.replyTo(InvoiceAccepted, await order.transmit());
  });

  it.each([
    ['with another total', 'number-used', otherTotal, 'other-invoice-held', { state: 'refused', code: 'ettn-used' }],
    ['with the same total', 'number-used', sameTotal, 'invoice-accepted', { state: 'accepted' }],
    ['in another form', 'bad-form', otherTotal, 'other-invoice-held', { state: 'refused', code: 'ettn-used' }],
  ] as const)(
    'is not voided either where it was amended since, and refused before it was compared: %s',
    async (_, refusal, amended, code, state) => {
      await order.issue(amended);
      service.integrator.mischief.push(refusal);
      await service.replyTo(InvoiceTransmissionRefused, await order.transmit());
      order.authoritySays('accepted', 1300);
      expect(await codeOf(await order.makeVoid())).toBe(code);
      expect(await order.state()).toMatchObject(state);
    },
  );

  it('is voided once the authority has refused it', async () => {
    expect(await codeOf(await order.makeVoid())).toBe('ettn-used');
    order.authoritySays('refused', 1181);
    await service.replyTo(InvoiceVoided, await order.makeVoid());
    expect(await order.state()).toMatchObject({ state: 'void', code: '1181' });
  });

  it('is left to a person where the integrator cannot tell', async () => {
    service.integrator.mute = true;
    const command = await order.makeVoid();
    await order.decide('ask-before-void', 'unknown', 'give-up');
    expect(await codeOf(command)).toBe('given-up');
    expect(await order.state()).toMatchObject({ state: 'issued' });
  });
});

describe('an invoice that a person gave up rightly', () => {
  beforeEach(async () => {
    await order.giveUp();
    service.integrator.taken.delete(order.invoice.ettn);
  });

  it('is voided once nothing of it can come to the integrator any more', async () => {
    expect(await codeOf(await order.makeVoid())).toBe('invoice-given-up');
    await service.database.query(
      `UPDATE invoice SET given_up_at = given_up_at - interval '2 minutes' WHERE order_id = $1`, [order.id],
    );
    await service.replyTo(InvoiceVoided, await order.makeVoid());
    expect(await lastFact(2)).toBe('InvoiceNumberVoided');
  });

  it('is voided without a question where it was sent again and refused', async () => {
    const command = await order.transmit();
    await order.isTaken();
    order.authoritySays('refused', 1181);
    await service.replyTo(InvoiceTransmissionRefused, command);
    service.integrator.mute = true;
    await service.replyTo(InvoiceVoided, await order.makeVoid());
  });
});

it('an invoice that a person had sent again, and gave up before that was answered, is not voided on either word', async () => {
  const by = { by: 'ayse', reason: 'a test' };
  service.integrator.mischief.push('cut-after');
  service.integrator.mute = true;
  const command = await order.transmit();
  await order.isTaken();
  await service.act('/admin/targets/integrator/pause', by);
  await order.decide('send-invoice', 'unknown', 'repeat');
  await order.decide('send-invoice', 'unknown', 'give-up');
  await service.act('/admin/targets/integrator/resume', by);
  service.integrator.mute = false;
  expect(await codeOf(command)).toBe('given-up');
  order.authoritySays('accepted', 1300);
  expect(await codeOf(await order.makeVoid())).toBe('invoice-accepted');
});

it('an invoice that a person took back before anything was sent is voided without a question', async () => {
  const by = { by: 'ayse', reason: 'a test' };
  await service.act('/admin/targets/integrator/pause', by);
  const command = await order.transmit();
  await order.decide('send-invoice', 'pending', 'withdraw');
  await service.act('/admin/targets/integrator/resume', by);
  expect(await codeOf(command)).toBe('taken-back');
  service.integrator.mute = true;
  await service.replyTo(InvoiceVoided, await order.makeVoid());
});
