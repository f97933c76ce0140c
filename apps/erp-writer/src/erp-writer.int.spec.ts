import { CancelSalesOrder, Mode, PostInvoice, PostPayment, PostSalesOrder, Withdraw } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelSalesOrder, order, postInvoice, postPayment, postSalesOrder } from './fixtures/commands.js';
import { type RunningErpWriter, runningErpWriter } from './fixtures/running-erp-writer.js';

let service: RunningErpWriter;
beforeAll(async () => {
  service = await runningErpWriter();
});
afterAll(() => service.stop());

const ids = (orderId = newId()) => ({ orderId, commandId: newId() });

describe('erp-writer', () => {
  it('posts an order once, however often it is asked, and gives the same reply each time', async () => {
    const { orderId, commandId } = ids();
    const command = PostSalesOrder.of({ ...postSalesOrder, orderId, commandId });
    await service.send(command, 'corr-1');
    const [first] = await service.repliesTo(commandId);
    await service.send(command);
    const [, again] = await service.repliesTo(commandId, 2);

    const [booked, ...others] = service.erp.of(orderId);
    expect(others).toEqual([]);
    expect(booked!.body).toMatchObject({ totals: { net: '155.84', tax: '23.89', gross: '179.73' } });
    expect(booked!.headers).toMatchObject({
      authorization: 'Bearer erp-secret',
      'idempotency-key': `live:AM01:${orderId}:sales-order`,
      'x-correlation-id': 'corr-1',
    });
    expect(first).toMatchObject({ type: 'kervan.erp.SalesOrderPosted', data: { orderId, erpNumber: booked!.number } });
    expect(first!.headers['ce_correlationid']).toBe('corr-1');
    expect(again!.data).toEqual(first!.data);
  });

  it('books invoice and payment, and cancels an order', async () => {
    const [invoice, payment, cancellation] = [ids(), ids(), ids()];
    await service.send(PostInvoice.of({ ...postInvoice, ...invoice }));
    await service.send(PostPayment.of({ ...postPayment, ...payment }));
    await service.send(CancelSalesOrder.of({ ...cancelSalesOrder, ...cancellation }));
    for (const [{ orderId, commandId }, type, document] of [
      [invoice, 'kervan.erp.InvoicePosted', 'invoice'],
      [payment, 'kervan.erp.PaymentPosted', 'payment'],
      [cancellation, 'kervan.erp.SalesOrderCancelled', 'cancellation'],
    ] as const) {
      const [reply] = await service.repliesTo(commandId);
      const [booked] = service.erp.of(orderId);
      expect(booked).toMatchObject({ type: document, reference: `live:AM01:${orderId}:${document}` });
      expect(reply).toMatchObject({ type, data: { erpNumber: booked!.number } });
    }
  });

  it.each([undefined, 'cut-after'] as const)('tells what is booked, and not what the same command has asked for since: %s', async (fault) => {
    const { orderId, commandId } = ids();
    const [first, ...others] = postPayment.payments;
    const command = PostPayment.of({ ...postPayment, orderId, commandId, payments: [first!] });
    if (fault) service.erp.fail(orderId, fault);
    await service.send(command);
    const [reply] = await service.repliesTo(commandId);
    await service.send(PostPayment.of({ ...command.data, payments: [first!, ...others] }));
    const [, again] = await service.repliesTo(commandId, 2);
    expect(service.erp.of(orderId)).toMatchObject([{ totals: { gross: '0.05' } }]);
    expect(reply!.data['bookedPayments']).toMatchObject([{ reference: null, amountMinor: 5 }]);
    expect(again!.data).toEqual(reply!.data);
  });

  it('rejects an order that the ERP refuses', async () => {
    const { orderId, commandId } = ids();
    service.erp.fail(orderId, 'refuse');
    await service.send(PostSalesOrder.of({ ...postSalesOrder, orderId, commandId }));
    expect(await service.repliesTo(commandId)).toMatchObject([
      { type: 'kervan.erp.SalesOrderRejected', data: { code: 'article-blocked', detail: 'The ERP refuses it.' } },
    ]);
    expect(service.erp.of(orderId)).toEqual([]);
  });

  it('rejects an order whose sums are wrong without asking the ERP', async () => {
    const { orderId, commandId } = ids();
    const posts = service.erp.posts;
    const wrong = { ...order, totals: { ...order.totals, grossMinor: order.totals.grossMinor + 1 } };
    await service.send(PostSalesOrder.of({ orderId, commandId, order: wrong }));
    expect(await service.repliesTo(commandId)).toMatchObject([{ data: { code: 'totals-mismatch' } }]);
    expect(service.erp.posts).toBe(posts);
  });

  it('never brings what is of the test mode to a live ERP', async () => {
    const [sale, cancellation, invoice, payment] = [ids(), ids(), ids(), ids()];
    const posts = service.erp.posts;
    const mode = Mode.test;
    await service.send(PostSalesOrder.of({ ...sale, order: { ...order, mode } }));
    await service.send(CancelSalesOrder.of({ ...cancelSalesOrder, ...cancellation, mode }));
    await service.send(PostInvoice.of({ ...postInvoice, ...invoice, mode }));
    await service.send(PostPayment.of({ ...postPayment, ...payment, mode }));
    for (const [{ commandId }, type] of [
      [sale, 'kervan.erp.SalesOrderRejected'],
      [cancellation, 'kervan.messaging.CommandDead'],
      [invoice, 'kervan.messaging.CommandDead'],
      [payment, 'kervan.messaging.CommandDead'],
    ] as const) {
      expect(await service.repliesTo(commandId)).toMatchObject([{ type, data: { code: 'mode-not-served' } }]);
    }
    expect(service.erp.posts).toBe(posts);
  });

  it('answers CommandDead when the ERP refuses a payment: a person decides', async () => {
    const { orderId, commandId } = ids();
    service.erp.fail(orderId, 'refuse');
    await service.send(PostPayment.of({ ...postPayment, orderId, commandId }));
    expect(await service.repliesTo(commandId)).toMatchObject([{ type: 'kervan.messaging.CommandDead' }]);
  });

  it.each(['cut-after', 'answer-for-another'] as const)('books once and finds it when the ERP has a fault: %s', async (fault) => {
    const { orderId, commandId } = ids();
    service.erp.fail(orderId, fault);
    await service.send(PostSalesOrder.of({ ...postSalesOrder, orderId, commandId }));
    const [reply] = await service.repliesTo(commandId);
    const [booked, ...others] = service.erp.of(orderId);
    expect(others).toEqual([]);
    expect(reply).toMatchObject({ type: 'kervan.erp.SalesOrderPosted', data: { erpNumber: booked!.number } });
  });

  it('never books an order whose command was withdrawn before it came', async () => {
    const { orderId, commandId } = ids();
    await service.send(Withdraw.of({ orderId, commandId }));
    await service.send(PostSalesOrder.of({ ...postSalesOrder, orderId, commandId }));
    const replies = await service.repliesTo(commandId, 2);
    expect(new Set(replies.map(({ type }) => type))).toEqual(new Set(['kervan.messaging.CommandWithdrawn']));
    expect(service.erp.of(orderId)).toEqual([]);
  });

  it('posts under the next key of the ERP as soon as its file has it; until then the order waits', async () => {
    const [before, after] = [ids(), ids()];
    const tried = async ({ orderId }: { orderId: string }) => {
      const { items } = (await service.admin(`/admin/calls?orderKey=${orderId}`)).body as { items: { id: string; state: string }[] };
      const { body } = await service.admin(`/admin/calls/${items[0]?.id}`);
      return { state: items[0]?.state, reasons: (body.tried as { reason: string | null }[] | undefined)?.map(({ reason }) => reason) };
    };
    service.erp.key = 'erp-secret';
    await service.send(PostSalesOrder.of({ ...postSalesOrder, ...before }));
    await service.repliesTo(before.commandId);
    service.erp.key = 'the-next-erp-secret';
    await service.send(PostSalesOrder.of({ ...postSalesOrder, ...after }));
    await eventually('a refusal of the old key', async () => (await tried(after)).reasons?.includes('http-401'));
    expect((await tried(after)).state).toBe('pending');
    await service.changeErpKey('the-next-erp-secret');
    expect(await service.repliesTo(after.commandId)).toMatchObject([{ type: 'kervan.erp.SalesOrderPosted' }]);
    expect(service.erp.of(after.orderId)).toMatchObject([{ headers: { authorization: 'Bearer the-next-erp-secret' } }]);
    expect(service.logged()).toContain('ERP_API_KEY_FILE');
    expect(service.logged()).not.toMatch(/erp-secret/);
    await service.changeErpKey('erp-secret');
    delete service.erp.key;
  });

  it.each([
    ['done', 'completed', undefined],
    ['refused', 'failed', 'refuse'],
    ['found', 'completed', 'answer-for-another'],
  ] as const)('shows its calls to operators, without persons and secrets: %s', async (result, state, fault) => {
    const { orderId, commandId } = ids();
    if (fault) service.erp.fail(orderId, fault);
    await service.send(PostSalesOrder.of({ ...postSalesOrder, orderId, commandId }));
    await service.repliesTo(commandId);
    const { body } = await service.admin(`/admin/calls?orderKey=${orderId}&state=${state}`);
    const [call] = body.items as { id: string }[];
    const { body: details } = await service.admin(`/admin/calls/${call!.id}`);
    expect(details).toMatchObject({ type: 'post-sales-order', state });
    expect((details.tried as { result: string }[]).at(-1)).toMatchObject({ result });
    expect(JSON.stringify(details)).not.toMatch(/Ayşe|10000000146|erp-secret/);
  });

  it('shows its calls to operators alone', async () => {
    expect(await service.admin('/admin/calls', 'wrong-key')).toMatchObject({ status: 401 });
    expect(await service.admin('/admin/calls?limit=0')).toMatchObject({ status: 422 });
    expect(await service.admin('/admin/calls/999999999')).toMatchObject({ status: 404 });
  });

  it('calls the ERP no more while an operator has paused it, and then posts what has waited', async () => {
    const by = { by: 'ayse', reason: 'the ERP is being moved' };
    expect(await service.act('/admin/targets/erp/pause', { by: 'ayse' })).toMatchObject({ status: 422 });
    const past = { ...by, until: '2020-01-01T00:00:00Z' };
    expect(await service.act('/admin/targets/erp/pause', past)).toMatchObject({ status: 422 });
    expect(await service.act('/admin/targets/books/pause', by)).toMatchObject({ status: 404 });
    expect(await service.act('/admin/targets/erp/pause', by)).toMatchObject({ status: 200, body: { pause: { ...by, until: null } } });
    expect(await service.act('/admin/targets/erp/pause', { ...by, seen: { ...by, since: 'noon', until: null } })).toMatchObject({ status: 422 });
    expect(await service.act('/admin/targets/erp/pause', by)).toMatchObject({
      status: 409, body: { code: 'target-already-paused', detail: expect.stringMatching(/^ayse has paused it since .*, until it is resumed\.$/) as string },
    });

    const { orderId, commandId } = ids();
    await service.send(PostSalesOrder.of({ ...postSalesOrder, orderId, commandId }));
    const waiting = async () => {
      const { items } = (await service.admin(`/admin/calls?orderKey=${orderId}`)).body as { items: { id: string }[] };
      return items[0]?.id;
    };
    const id = await eventually('the call waits', waiting);
    expect((await service.admin('/admin/targets')).body).toMatchObject({
      items: [{ name: 'erp', gate: 'open', waiting: [{ state: 'pending', count: 1, forAPerson: 0 }] }],
    });
    expect(service.erp.of(orderId)).toEqual([]);
    expect(await service.act(`/admin/calls/${id}/decision`, { decision: 'give-up', ...by })).toMatchObject({ status: 422 });

    expect(await service.act('/admin/targets/erp/resume', by)).toMatchObject({ status: 200, body: { pause: null } });
    expect(await service.act('/admin/targets/erp/resume', by)).toMatchObject({ status: 409, body: { code: 'target-not-paused' } });
    expect(await service.repliesTo(commandId)).toMatchObject([{ type: 'kervan.erp.SalesOrderPosted' }]);
    const { body } = await service.admin(`/admin/calls/${id}`);
    expect((body['history'] as { to: string }[]).map(({ to }) => to)).toEqual(['pending', 'processing', 'completed']);
    const audited = (await service.admin('/admin/audit?subjectKind=target')).body as { items: { act: string; by: string }[] };
    expect(audited.items.map(({ act, by: who }) => [act, who])).toEqual([['resume', 'ayse'], ['pause', 'ayse']]);
  });
});
