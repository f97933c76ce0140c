import {
  Channel,
  CommandWithdrawn,
  InvoiceRefused,
  IssueInvoice,
  OrderPlaced,
  OrderTaken,
  PauseOrder,
  PostSalesOrder,
  RetryStep,
  SalesOrderPosted,
  SalesOrderRejected,
  Withdraw,
} from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { webOrder } from '../order-to-invoice/fixtures/web-order.js';

describe('administration of sagas', () => {
  let stage: OrchestratorStage;

  beforeAll(async () => {
    stage = await orchestratorStage();
  });

  afterAll(() => stage.close());

  const asked = (orderId: string, times = 1) =>
    eventually(`PostSalesOrder is sent ${times} times`, () => {
      const seen = stage.seen(PostSalesOrder).filter(({ data }) => data['orderId'] === orderId);
      return seen.length >= times && seen;
    });

  const inStatus = (orderId: string, status: string) =>
    eventually(`the order is ${status}`, async () => {
      const { body } = await stage.ask(`/admin/sagas/${orderId}`);
      return body.status === status && body;
    });

  /** A till sale that the ERP has refused. */
  const refusedSale = async (orderNumber: string): Promise<string> => {
    const orderId = newId();
    const order = { ...webOrder, channel: Channel.till, orderNumber };
    await stage.say(OrderPlaced.of({ orderId, order }));
    const [command] = await asked(orderId);
    const commandId = String(command!.data['commandId']);
    await stage.say(SalesOrderRejected.of({ orderId, commandId, code: 'article-blocked', detail: 'A-1 is blocked' }));
    await inStatus(orderId, 'needs_attention');
    return orderId;
  };

  it('lists what waits for a person, the stalest first, in pages', async () => {
    const first = await refusedSale('T-1');
    const second = await refusedSale('T-2');

    const { body: page } = await stage.ask('/admin/sagas?status=needs_attention&limit=1');
    const { body: rest } = await stage.ask(`/admin/sagas?status=needs_attention&limit=1&after=${page.next}`);

    expect([page.items[0].orderId, rest.items[0].orderId]).toEqual([first, second]);
    expect(page.items[0]).toMatchObject({
      orderNumber: 'T-1',
      step: 'post-order',
      status: 'needs_attention',
      direction: 'forward',
      code: 'article-blocked',
      detail: 'A-1 is blocked',
      since: expect.stringMatching(/Z$/),
      remaining: expect.arrayContaining(['post-order', 'issue-invoice', 'transmit']),
    });
    expect(rest.next).toBeUndefined();
  });

  it.each(['', 'x', '1795000000000_------------------------------------'])('tells that %j is no `next` of its pages', async (after) => {
    const { status, body } = await stage.ask(`/admin/sagas?after=${after}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter: 'after', code: 'invalid-parameter' }]);
  });

  it('finds an order by its number and tells its history', async () => {
    const orderId = await refusedSale('T-3');

    const { body: found } = await stage.ask('/admin/sagas?orderNumber=T-3');
    const { body: saga } = await stage.ask(`/admin/sagas/${orderId}`);

    expect(found.items.map((item: { orderId: string }) => item.orderId)).toEqual([orderId]);
    expect(saga.history.map(({ input, effect }: Record<string, string>) => [input, effect])).toEqual([
      ['kervan.sales.OrderPlaced', 'started'],
      ['kervan.erp.SalesOrderRejected', 'needs-attention'],
    ]);
  });

  it('tries a step again as a new attempt, with the name of who wanted it', async () => {
    const orderId = await refusedSale('T-4');

    const { status, body } = await stage.ask(`/admin/sagas/${orderId}/retry`, { by: 'Ada', reason: 'unblocked' });
    const [first, second] = await asked(orderId, 2);
    const saga = await inStatus(orderId, 'running');

    expect([status, body.orderId]).toEqual([202, orderId]);
    expect(second!.data['commandId']).not.toBe(first!.data['commandId']);
    expect(saga.history.at(-1)).toMatchObject({ effect: 'retried', attempt: 2, detail: 'Ada: unblocked' });
  });

  it('amends an order and sends the amended one', async () => {
    const orderId = await refusedSale('T-5');
    const line = { ...webOrder.lines[0], articleId: 'A-2' };

    const { status } = await stage.ask(`/admin/sagas/${orderId}/amend`, {
      by: 'Ada',
      reason: 'A-1 was replaced',
      mergePatch: { lines: [line] },
    });
    const [, second] = await asked(orderId, 2);

    expect(status).toBe(202);
    expect(second!.data['order']).toMatchObject({ orderNumber: 'T-5', lines: [{ articleId: 'A-2' }] });
  });

  it('tells what is to be paid once the order is amended, and again when it is sent again', async () => {
    const orderId = await refusedSale('T-10');
    const [captured, due] = webOrder.payments;
    const payments = [{ ...captured, amountMinor: 5_000 }, { ...due, amountMinor: 7_000 }];
    await stage.ask(`/admin/sagas/${orderId}/amend`, { by: 'Ada', reason: 'more was paid', mergePatch: { payments } });
    await asked(orderId, 2);
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, channel: Channel.till, orderNumber: 'T-10' } }));
    const told = await eventually('it is told three times', () => {
      const seen = stage.seen(OrderTaken).filter(({ data }) => data['orderId'] === orderId);
      return seen.length === 3 && seen;
    });
    expect(told.map(({ data }) => data['receivable'])).toMatchObject([10_000, 7_000, 7_000].map((dueMinor) => ({ dueMinor })));
  });

  it('refuses an amendment that would not be an order, with the fields and without their values', async () => {
    const orderId = await refusedSale('T-6');
    const amend = (mergePatch: unknown) =>
      stage.ask(`/admin/sagas/${orderId}/amend`, { by: 'Ada', reason: 'try', mergePatch });

    const unfit = await amend({ currency: null, buyer: { name: 12 } });
    const renamed = await amend({ orderNumber: 'T-7' });

    expect([unfit.status, renamed.status]).toEqual([422, 422]);
    expect(unfit.body).toMatchObject({ code: 'amendment-refused' });
    expect(unfit.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain('#/mergePatch/currency');
    expect(renamed.body.errors).toEqual([{ pointer: '#/mergePatch/orderNumber', code: 'fixed' }]);
  });

  it('refuses an amendment that does not add up, with the rule, and takes the one that does', async () => {
    const orderId = await refusedSale('T-9');
    const [line] = webOrder.lines;
    const amend = (mergePatch: unknown) =>
      stage.ask(`/admin/sagas/${orderId}/amend`, { by: 'Ada', reason: 'two were sold', mergePatch });

    const unsound = await amend({ lines: [{ ...line, quantity: '2' }] });
    expect(unsound).toMatchObject({
      status: 422,
      body: { code: 'amendment-refused', errors: [{ pointer: '#/mergePatch/lines/0/amountMinor', code: 'line-mismatch' }] },
    });
    expect(JSON.stringify(unsound.body)).not.toContain('12000');

    const sound = await amend({ lines: [{ ...line, quantity: '2', unitPrice: '60.00' }] });
    expect(sound.status).toBe(202);
    const [, second] = await asked(orderId, 2);
    expect(second!.data['order']).toMatchObject({ lines: [{ quantity: '2', unitPrice: '60.00' }] });
  });

  it('refuses an amendment of what the ERP holds already, and takes one of the buyer', async () => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, channel: Channel.till, orderNumber: 'T-17' } }));
    const [post] = await asked(orderId);
    await stage.say(SalesOrderPosted.of({ orderId, commandId: String(post!.data['commandId']), erpNumber: 'SO-17' }));
    const invoices = (times: number) =>
      eventually(`IssueInvoice is sent ${times} times`, () => {
        const seen = stage.seen(IssueInvoice).filter(({ data }) => data['orderId'] === orderId);
        return seen.length >= times && seen;
      });
    const [issue] = await invoices(1);
    const refusal = { code: 'preflight', detail: 'The invoice cannot be issued.', findings: [] };
    await stage.say(InvoiceRefused.of({ orderId, commandId: String(issue!.data['commandId']), ...refusal }));
    await inStatus(orderId, 'needs_attention');
    const amend = (mergePatch: object) =>
      stage.ask(`/admin/sagas/${orderId}/amend`, { by: 'Ada', reason: 'two were sold', mergePatch });

    const [line] = webOrder.lines;
    const refused = await amend({ businessDate: '2026-11-20', lines: [{ ...line, quantity: '2', unitPrice: '60.00' }] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'amendment-refused' } });
    expect(refused.body.errors).toEqual(
      ['businessDate', 'lines/0/quantity', 'lines/0/unitPrice'].map((field) => ({ pointer: `#/mergePatch/${field}`, code: 'fixed' })),
    );

    expect(await amend({ buyer: { name: 'Ayşe Yılmaz' } })).toMatchObject({ status: 202 });
    const [, second] = await invoices(2);
    expect(second!.data['order']).toMatchObject({ buyer: { name: 'Ayşe Yılmaz' }, lines: [{ quantity: '1' }] });
  });

  it('pauses an order, which stays on the list and shows who paused it, and lets it go on from what came meanwhile', async () => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, orderNumber: 'W-10' } }));
    const [command] = await asked(orderId);

    const { status } = await stage.ask(`/admin/sagas/${orderId}/pause`, { by: 'Ada', reason: 'ERP is being moved' });
    const paused = await inStatus(orderId, 'paused');
    expect(status).toBe(202);
    expect(paused).toMatchObject({
      possible: ['resume'],
      remaining: expect.arrayContaining(['post-order', 'issue-invoice']),
      deadlineAt: null,
      lastAct: { act: 'pause', by: 'Ada', reason: 'ERP is being moved', at: expect.stringMatching(/Z$/) },
    });

    await stage.say(SalesOrderPosted.of({ orderId, commandId: String(command!.data['commandId']), erpNumber: 'SO-10' }));
    await eventually('the reply is recorded', async () => {
      const { body } = await stage.ask(`/admin/sagas/${orderId}`);
      return body.history.some(({ effect }: Record<string, string>) => effect === 'recorded');
    });
    const listed = await stage.ask('/admin/sagas?status=paused');
    expect(listed.body.items.map((item: { orderId: string }) => item.orderId)).toContain(orderId);
    expect(stage.seen(IssueInvoice).filter(({ data }) => data['orderId'] === orderId)).toEqual([]);

    await stage.ask(`/admin/sagas/${orderId}/resume`, { by: 'Bob', reason: 'ERP is back' });
    await eventually('the invoice is asked for', () =>
      stage.seen(IssueInvoice).some(({ data }) => data['orderId'] === orderId),
    );
    const { body: resumed } = await stage.ask(`/admin/sagas/${orderId}`);
    expect(resumed.history.at(-1)).toMatchObject({ effect: 'advanced', detail: 'Bob: ERP is back' });
  });

  it('lets an order go on that was paused before its first step', async () => {
    const orderId = newId();
    await stage.say(PauseOrder.of({ orderId, actId: newId(), by: 'Ada', reason: 'ERP is being moved' }));
    await eventually('the pause is kept for the start', async () => {
      const { rowCount } = await stage.database.query('SELECT FROM saga_early_message WHERE instance_id = $1', [orderId]);
      return rowCount === 1;
    });
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, orderNumber: 'W-18' } }));
    expect(await inStatus(orderId, 'paused')).toMatchObject({ step: '', possible: ['resume'] });

    const why = { by: 'Bob', reason: 'ERP is back' };
    expect(await stage.ask(`/admin/sagas/${orderId}/skip`, why)).toMatchObject({ status: 409, body: { code: 'not-skippable' } });
    expect(await stage.ask(`/admin/sagas/${orderId}/resume`, why)).toMatchObject({ status: 202 });
    await asked(orderId);
  });

  it('skips a refused step with what the person tells of it', async () => {
    const orderId = await refusedSale('T-11');

    const untold = await stage.ask(`/admin/sagas/${orderId}/skip`, { by: 'Ada', reason: 'posted by hand' });
    expect(untold).toMatchObject({
      status: 422,
      body: { code: 'facts-refused', errors: [{ pointer: '#/facts/erpNumber', code: 'schema' }] },
    });

    const facts = { erpNumber: 'SO-by-hand' };
    const { status } = await stage.ask(`/admin/sagas/${orderId}/skip`, { by: 'Ada', reason: 'posted by hand', facts });
    await eventually('the invoice is asked for', () =>
      stage.seen(IssueInvoice).some(({ data }) => data['orderId'] === orderId),
    );
    const { body: saga } = await stage.ask(`/admin/sagas/${orderId}`);
    expect(status).toBe(202);
    expect(saga).toMatchObject({ step: 'issue-invoice', documents: [{ type: 'erp_sales_order', number: 'SO-by-hand' }] });
    expect(saga.history.at(-1)).toMatchObject({ effect: 'advanced', detail: 'Ada: posted by hand' });
  });

  it('withdraws a step whose outcome is not known before it counts as done by a person', async () => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, orderNumber: 'W-12' } }));
    const [command] = await asked(orderId);
    const commandId = String(command!.data['commandId']);

    await stage.ask(`/admin/sagas/${orderId}/skip`, {
      by: 'Ada', reason: 'posted by hand', step: 'post-order', facts: { erpNumber: 'SO-12' },
    });
    await eventually('the command is withdrawn', () =>
      stage.seen(Withdraw).some(({ data }) => data['commandId'] === commandId),
    );
    expect(stage.seen(IssueInvoice).filter(({ data }) => data['orderId'] === orderId)).toEqual([]);

    await stage.say(CommandWithdrawn.of({ orderId, commandId }));
    await eventually('the invoice is asked for', () =>
      stage.seen(IssueInvoice).some(({ data }) => data['orderId'] === orderId),
    );
  });

  it('refuses an act that has no effect where the order stands, and tells what would', async () => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, orderNumber: 'W-13' } }));
    await asked(orderId);
    const why = { by: 'Ada', reason: 'try' };
    const act = (name: string, more: object = {}) => stage.ask(`/admin/sagas/${orderId}/${name}`, { ...why, ...more });

    const standing = { orderStatus: 'running', direction: 'forward', step: 'post-order', possible: ['pause', 'retry', 'skip'] };
    expect(await act('resume')).toMatchObject({ status: 409, body: { code: 'not-paused', ...standing } });
    expect(await act('amend', { mergePatch: {} })).toMatchObject({ status: 409, body: { code: 'not-amendable', ...standing } });
    expect(await act('skip', { step: 'transmit' })).toMatchObject({ status: 409, body: { code: 'not-skippable', ...standing } });
    await act('pause');
    await inStatus(orderId, 'paused');
    expect(await act('pause')).toMatchObject({ status: 409, body: { code: 'not-pausable', possible: ['resume'] } });
    expect(await act('retry')).toMatchObject({ status: 409, body: { code: 'nothing-to-retry', possible: ['resume'] } });
    expect(await act('skip')).toMatchObject({ status: 409, body: { code: 'not-skippable', possible: ['resume'] } });
  });

  it('takes no decision on an order that has moved on since it was seen, and tells how it stands', async () => {
    const orderId = await refusedSale('T-15');
    const why = { by: 'Ada', reason: 'unblocked' };
    const { body: seen } = await stage.ask(`/admin/sagas/${orderId}`);
    await stage.ask(`/admin/sagas/${orderId}/retry`, { by: 'Bob', reason: 'unblocked', seen: { revision: seen.revision } });
    const [, second] = await asked(orderId, 2);
    const commandId = String(second!.data['commandId']);
    await stage.say(SalesOrderRejected.of({ orderId, commandId, code: 'price-missing', detail: 'A-1 has no price' }));
    await inStatus(orderId, 'needs_attention');

    const facts = { erpNumber: 'SO-15' };
    const { revision, code } = seen;
    const answers = [
      await stage.ask(`/admin/sagas/${orderId}/retry`, { ...why, seen: { revision } }),
      await stage.ask(`/admin/sagas/${orderId}/retry`, { ...why, seen: { code } }),
      await stage.ask(`/admin/sagas/${orderId}/skip`, { ...why, facts, seen: { revision, code } }),
      await stage.ask(`/admin/sagas/${orderId}/amend`, { ...why, mergePatch: { source: 'till 7' }, seen: { code } }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'moved-on', orderStatus: 'needs_attention', step: 'post-order', revision: 4, attention: 'price-missing' },
      });
    }
    const now = { revision: 4, code: 'price-missing' };
    expect(await stage.ask(`/admin/sagas/${orderId}/retry`, { ...why, seen: now })).toMatchObject({ status: 202 });
    await asked(orderId, 3);
  });

  it('sends a decision with what was seen, and takes none that something has overtaken on its way', async () => {
    const orderId = await refusedSale('T-16');
    await stage.ask(`/admin/sagas/${orderId}/retry`, { by: 'Ada', reason: 'unblocked' });
    const [decision] = await eventually('the decision is seen', () => {
      const seen = stage.seen(RetryStep).filter(({ data }) => data['orderId'] === orderId);
      return seen.length > 0 && seen;
    });
    await asked(orderId, 2);
    expect(decision!.data).toMatchObject({ seenRevision: 2, seenCode: 'article-blocked' });

    await stage.say(RetryStep.of({ ...(decision!.data as unknown as RetryStep), actId: newId() }));
    await eventually('it is taken', async () => {
      const { body } = await stage.ask(`/admin/sagas/${orderId}`);
      return body.history.at(-1).effect === 'ignored' && body;
    });
    expect(stage.seen(PostSalesOrder).filter(({ data }) => data['orderId'] === orderId)).toHaveLength(2);
  });

  it('keeps every act in the audit log, with who and why, and no act that was refused', async () => {
    const orderId = await refusedSale('T-14');
    const why = { by: 'Ada', reason: 'ERP is being moved' };
    const { body: paused } = await stage.ask(`/admin/sagas/${orderId}/pause`, why);
    await inStatus(orderId, 'paused');
    await stage.ask(`/admin/sagas/${orderId}/amend`, { ...why, mergePatch: { source: 'x' } });
    const { body: resumed } = await stage.ask(`/admin/sagas/${orderId}/resume`, { by: 'Bob', reason: 'moved' });
    await inStatus(orderId, 'needs_attention');
    const skip = { by: 'Bob', reason: 'posted by hand', facts: { erpNumber: 'SO-14' } };
    const { body: skipped } = await stage.ask(`/admin/sagas/${orderId}/skip`, skip);

    const { body } = await stage.ask(`/admin/audit?subjectKind=order&subjectId=${orderId}`);
    const entries = body.items.toReversed();
    expect(entries).toMatchObject([
      { act: 'pause', ...why, detail: { actId: paused.actId, step: 'post-order', status: 'needs_attention' } },
      { act: 'resume', by: 'Bob', reason: 'moved', detail: { actId: resumed.actId } },
      { act: 'skip', by: 'Bob', reason: 'posted by hand', detail: { actId: skipped.actId, facts: ['erpNumber'] } },
    ]);
    expect((await stage.ask('/admin/audit/verification')).body).toMatchObject({ intact: true });
  });

  it('refuses what makes no sense where the order stands', async () => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, orderNumber: 'W-8' } }));
    const [command] = await asked(orderId);
    const reason = { by: 'Ada', reason: 'try' };

    const early = await stage.ask(`/admin/sagas/${orderId}/amend`, { ...reason, mergePatch: {} });
    const unknown = await stage.ask(`/admin/sagas/${newId()}/retry`, reason);
    const noReason = await stage.ask(`/admin/sagas/${orderId}/retry`, { by: 'Ada' });
    const noId = await stage.ask('/admin/sagas/T-1');
    const noStatus = await stage.ask('/admin/sagas?status=lost');
    const noKey = await stage.ask('/admin/sagas', undefined, 'someone else');

    expect(early).toMatchObject({ status: 409, body: { code: 'not-amendable' } });
    expect(unknown.status).toBe(404);
    expect(noReason).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(noId.status).toBe(404);
    expect(noStatus.status).toBe(422);
    expect(noKey.status).toBe(401);

    await stage.say(SalesOrderPosted.of({ orderId, commandId: String(command!.data['commandId']), erpNumber: 'SO-8' }));
    await eventually('the invoice is asked for', () =>
      stage.seen(IssueInvoice).some(({ data }) => data['orderId'] === orderId),
    );
  });

  it('shows the saga as a diagram', async () => {
    const { status, body } = await stage.ask('/admin/sagas/diagram');

    expect(status).toBe(200);
    expect(body).toMatch(/^stateDiagram-v2\n/);
  });
});
