import { Channel, OrderCancelled, OrderPlaced, PostSalesOrder, SalesOrderRejected } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { webOrder } from '../order-to-invoice/fixtures/web-order.js';

describe('acts on many orders', () => {
  let stage: OrchestratorStage;

  beforeAll(async () => {
    stage = await orchestratorStage();
  });

  afterAll(() => stage.close());

  const commandsOf = (orderId: string) => stage.seen(PostSalesOrder).filter(({ data }) => data['orderId'] === orderId);

  /** Till sales that the ERP has refused with the code. */
  const refused = async (code: string, count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => newId());
    for (const [index, orderId] of ids.entries()) {
      const order = { ...webOrder, channel: Channel.till, orderNumber: `${code}-${index}` };
      await stage.say(OrderPlaced.of({ orderId, order }));
    }
    for (const orderId of ids) {
      const [command] = await eventually('it is asked for', () => {
        const seen = commandsOf(orderId);
        return seen.length > 0 && seen;
      });
      const commandId = String(command!.data['commandId']);
      await stage.say(SalesOrderRejected.of({ orderId, commandId, code, detail: 'A-1 is blocked' }));
    }
    await eventually('all need attention', async () => {
      const { body } = await stage.ask(`/admin/sagas?code=${code}&limit=200`);
      return body.items.length === count;
    });
    return ids;
  };

  const order = (body: object) => stage.ask('/admin/sagas/batches', { by: 'Ada', reason: 'article unblocked', perSecond: 100, ...body });
  const ended = (id: string) =>
    eventually('the batch has ended', async () => {
      const { body } = await stage.ask(`/admin/sagas/batches/${id}`);
      return body.state !== 'running' && body;
    });

  it('tells in a dry run how many stand where, and does nothing', async () => {
    const ids = await refused('dry', 3);

    const { status, body } = await order({ act: 'retry', filter: { code: 'dry' }, dryRun: true });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 3,
      byStep: [{ step: 'post-order', status: 'needs_attention', direction: 'forward', code: 'dry', count: 3 }],
    });
    expect(body.first.map((saga: { orderId: string }) => saga.orderId)).toEqual(ids);
    for (const id of ids) expect(commandsOf(id)).toHaveLength(1);
  });

  it('has the failed step of each tried again, and records each with who and why', async () => {
    const ids = await refused('retried', 4);

    const { status, body: batch } = await order({ act: 'retry', filter: { code: 'retried', step: 'post-order' } });
    expect(status).toBe(202);
    expect(await ended(batch.id)).toMatchObject({ state: 'done', total: 4, done: 4, skipped: 0 });

    for (const id of ids) {
      await eventually('it is asked for again', () => commandsOf(id).length === 2);
      const { body: audit } = await stage.ask(`/admin/audit?subjectKind=order&subjectId=${id}`);
      expect(audit.items).toMatchObject([
        { act: 'retry', by: 'Ada', reason: 'article unblocked', detail: { batch: batch.id, step: 'post-order' } },
      ]);
      const { body: saga } = await stage.ask(`/admin/sagas/${id}`);
      expect(saga.lastAct).toMatchObject({ act: 'retry', by: 'Ada', reason: 'article unblocked' });
    }
  });

  it('acts on the set as it was when the batch was ordered, and skips with a code what does not stand there any more', async () => {
    const [first, second] = await refused('frozen', 2);
    await stage.ask(`/admin/sagas/${first}/pause`, { by: 'Bob', reason: 'looking into it' });
    await eventually('it is paused', async () => (await stage.ask(`/admin/sagas/${first}`)).body.status === 'paused');

    const { body: wrong } = await order({ act: 'resume', filter: { code: 'frozen' } });
    const { body: batch } = await order({ act: 'resume', filter: { step: 'post-order', orderNumber: 'frozen-0' } });

    expect(await ended(wrong.id)).toMatchObject({ total: 1, done: 0, skippedBy: { 'not-paused': 1 } });
    expect(await ended(batch.id)).toMatchObject({ done: 1, skipped: 0 });
    const { body: items } = await stage.ask(`/admin/sagas/batches/${wrong.id}/items`);
    expect(items.items).toMatchObject([{ id: second, state: 'skipped', code: 'not-paused' }]);
  });

  it('leaves an order alone for which something has come since, or that its filter would not select any more', async () => {
    const [acted, retried, cancelled, untouched] = await refused('moved', 4);
    const { body: batch } = await order({ act: 'retry', filter: { code: 'moved' }, perSecond: 1 });
    await stage.database.query('BEGIN');
    await stage.database.query('SELECT FROM operator_batch WHERE id = $1 FOR UPDATE', [batch.id]);

    await stage.ask(`/admin/sagas/${retried}/retry`, { by: 'Bob', reason: 'article unblocked' });
    await eventually('it is asked for again', () => commandsOf(retried!).length === 2);
    const commandId = String(commandsOf(retried!)[1]!.data['commandId']);
    await stage.say(SalesOrderRejected.of({ orderId: retried!, commandId, code: 'moved', detail: 'A-2 is blocked' }));
    const cancelledAt = new Date().toISOString();
    const cancellation = { orderNumber: 'moved-2', reason: 'returned', requestedBy: 'till', cancelledAt };
    await stage.say(OrderCancelled.of({ orderId: cancelled!, ...cancellation }));
    await eventually('both have moved on', async () => {
      const [{ body: one }, { body: other }] = [await stage.ask(`/admin/sagas/${retried}`), await stage.ask(`/admin/sagas/${cancelled}`)];
      return one.revision === 4 && one.code === 'moved' && other.status === 'compensated';
    });
    await stage.database.query('COMMIT');

    expect(await ended(batch.id)).toMatchObject({ done: 2, skippedBy: { 'moved-on': 1, 'no-longer-selected': 1 } });
    const { body: items } = await stage.ask(`/admin/sagas/batches/${batch.id}/items`);
    expect(items.items).toMatchObject([
      { id: acted, state: 'done' }, { id: retried, code: 'moved-on' }, { id: cancelled, code: 'no-longer-selected' },
      { id: untouched, state: 'done' },
    ]);
    await eventually('the others are asked for again', () => commandsOf(untouched!).length === 2);
    expect([retried, cancelled].map((id) => commandsOf(id!).length)).toEqual([2, 1]);
  });

  it('is ordered once, however often its order is sent', async () => {
    await refused('twice', 1);
    const sent = { id: newId(), act: 'retry', filter: { code: 'twice' } };

    const answers = [await order(sent), await order(sent)];

    expect(answers).toMatchObject([{ status: 202, body: { id: sent.id } }, { status: 202, body: { id: sent.id } }]);
    expect(await ended(sent.id)).toMatchObject({ total: 1, done: 1 });
    expect(await order({ ...sent, perSecond: 5 })).toMatchObject({ status: 409, body: { code: 'batch-conflict' } });
  });

  it('goes at its pace, and acts on nothing more once it is cancelled', async () => {
    await refused('slow', 3);

    const { body: batch } = await order({ act: 'retry', filter: { code: 'slow' }, perSecond: 1 });
    const cancelled = await stage.ask(`/admin/sagas/batches/${batch.id}/cancel`, { by: 'Bob', reason: 'not yet' });

    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', by: 'Ada' } });
    expect(cancelled.body.left).toBeGreaterThan(0);
    const { body: list } = await stage.ask('/admin/sagas/batches?limit=1');
    expect(list.items).toMatchObject([{ id: batch.id, state: 'cancelled' }]);
  });

  it('amends each, without a word of the correction in the audit log', async () => {
    const [id] = await refused('amended', 1);

    const { body: batch } = await order({ act: 'amend', filter: { code: 'amended' }, mergePatch: { source: 'till of branch 7' } });

    expect(await ended(batch.id)).toMatchObject({ done: 1 });
    await eventually('it is asked for again', () => commandsOf(id!).length === 2);
    expect(commandsOf(id!)[1]!.data['order']).toMatchObject({ source: 'till of branch 7' });
    const { body: audit } = await stage.ask(`/admin/audit?subjectKind=order&subjectId=${id}`);
    expect(audit.items).toMatchObject([{ act: 'amend', detail: { fields: ['source'] } }]);
    const { body: ordered } = await stage.ask(`/admin/audit?subjectKind=batch&subjectId=${batch.id}`);
    expect(ordered.items).toMatchObject([{ act: 'order-batch', detail: { options: ['mergePatch'] } }]);
    const { rows: kept } = await stage.database.query('SELECT options FROM operator_batch WHERE id = $1', [batch.id]);
    expect(kept).toEqual([{ options: { mergePatch: { source: null } } }]);
    expect(JSON.stringify([audit, ordered])).not.toContain('branch 7');
  });

  it('is refused where it does not say what it needs', async () => {
    const refusals = [
      await order({ act: 'skip', filter: {} }),
      await order({ act: 'amend', filter: {} }),
      await order({ act: 'retry', filter: {}, facts: {} }),
      await order({ act: 'undo', filter: {} }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(refusals[0]!.body.errors).toMatchObject([{ pointer: '#/filter/step' }]);
    expect((await stage.ask(`/admin/sagas/batches/${newId()}`)).status).toBe(404);
  });
});
