import {
  Channel,
  IssueInvoice,
  OrderAttentionResolved,
  OrderCancelled,
  OrderCompleted,
  OrderNeedsAttention,
  OrderPlaced,
  OrderReversed,
  OrderTaken,
  PostSalesOrder,
} from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamedOrders } from '../fixtures/named-orders.js';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { commandRecords, Participants } from '../fixtures/participants.js';
import { isPast, positionsOf } from '../fixtures/positions.js';
import { inCash } from './fixtures/web-order.ways.js';

/** The orders, and how each of them ends, before the restore as after it. */
const ends = {
  posting: 'completed',
  invoicing: 'completed',
  settling: 'completed',
  cancelled: 'compensated',
  retried: 'completed',
  waiting: 'needs_attention',
  later: 'completed',
} as const;
type Name = keyof typeof ends;
const names = Object.keys(ends) as Name[];
const words = { completed: OrderCompleted, compensated: OrderReversed, needs_attention: OrderNeedsAttention };
const standings = [...Object.values(words), OrderAttentionResolved];

describe('an order-orchestrator that was set back while orders were on their way', () => {
  let stage: OrchestratorStage;
  let participants: Participants;
  let orders: NamedOrders<Name>;
  const firstTime: { done?: readonly unknown[]; since?: unknown } = {};

  beforeAll(async () => {
    stage = await orchestratorStage();
    participants = new Participants(stage);
    orders = new NamedOrders(stage, participants, names);
    await onTheirWay();
    const restore = await stage.backUp();
    await toTheirEnds();
    Object.assign(firstTime, { done: [...participants.done], since: await since() });
    const reached = await positionsOf(stage.database);
    await restore();
    await orders.until('all have come to their ends again', async (at) => (await allEnded(at)) && (await isPast(stage.database, reached)));
  });

  afterAll(() => stage.close());

  it('has nothing done twice: all that is asked for again is known', () => {
    expect(participants.done).toEqual(firstTime.done);
    const doneFor = (name: Name) => participants.done.filter(({ orderId }) => orderId === orders.idOf(name));
    const invoiced = ['PostSalesOrder', 'IssueInvoice', 'TransmitInvoice', 'PostInvoice', 'PostPayment'];
    expect(Object.fromEntries(names.map((name) => [name, doneFor(name).map(({ record }) => record.split('.').at(-1))]))).toEqual({
      ...{ posting: invoiced, invoicing: invoiced, retried: invoiced, later: invoiced },
      settling: [...invoiced, 'PostPayment'],
      cancelled: ['PostSalesOrder', 'CancelSalesOrder'],
      waiting: [],
    });
  });

  it('says nothing else under an id that stands for something already', () => {
    const said = stage.seen(...commandRecords, ...standings).map(({ record, data, headers }) => [headers['ce_id'], record, data]);
    const asked = stage.seen(...commandRecords).map(({ record, data }) => [data['commandId'], record, data]);
    for (const named of [said, asked]) {
      for (const [, same] of Map.groupBy(named, ([id]) => id)) expect(new Set(same.map((one) => JSON.stringify(one))).size).toBe(1);
    }
  });

  it('leaves those who take each message once with where each order stands, and since when', async () => {
    await eventually('the last of it is on its topic', async () => {
      const inbox = new Set<string | undefined>();
      const taken = stage.seen(...standings).filter(({ headers }) => !inbox.has(headers['ce_id']) && inbox.add(headers['ce_id']));
      const last = new Map(taken.map((one) => [orders.nameOf(one.data['orderId']), one]));
      expect(names.map((name) => last.get(name)?.record)).toEqual(names.map((name) => words[ends[name]].fullName));
      expect(last.get('waiting')?.data['since']).toBe(await since());
      return true;
    });
    expect(await since()).not.toBe(firstTime.since);
  });

  it('tells as what an order was taken once more, under another id than when it said the same of the same cause', async () => {
    const placed = stage.seen(OrderPlaced).filter(({ data }) => data['orderId'] === orders.idOf('settling'));
    const again = placed.at(-1)?.headers['ce_id'];
    const told = await eventually('both tellings', () => {
      const answers = stage.seen(OrderTaken).filter(({ headers }) => headers['ce_causationid'] === again);
      return new Set(answers.map(({ headers }) => headers['ce_id'])).size === 2 && answers;
    });
    expect([placed.length, new Set(told.map(({ data }) => JSON.stringify({ ...data, toldAt: null }))).size]).toEqual([2, 1]);
  });

  const onTheirWay = async (): Promise<void> => {
    for (const name of ['posting', 'cancelled', 'retried', 'waiting'] as const) participants.hold(orders.idOf(name), PostSalesOrder);
    participants.hold(orders.idOf('invoicing'), IssueInvoice);
    await orders.place('posting', { payments: [inCash] });
    await orders.place('invoicing', { payments: [inCash] });
    await orders.place('settling');
    await orders.place('cancelled');
    await orders.place('retried', { channel: Channel.till, payments: [inCash] });
    await orders.place('waiting', { channel: Channel.till, payments: [inCash] });
    await orders.cancel('cancelled');
    await orders.until('they are on their way', async (at) => {
      const { rows: cancelled } = await stage.database.query('SELECT 1 FROM saga_history WHERE input = $1', [OrderCancelled.fullName]);
      const stand = at('settling')?.step === 'settle' && at('invoicing')?.step === 'issue-invoice';
      return stand && at('waiting') !== undefined && at('retried') !== undefined && at('posting') !== undefined && cancelled.length > 0;
    });
  };

  const toTheirEnds = async (): Promise<void> => {
    for (const name of ['retried', 'waiting'] as const) participants.refuse(orders.idOf(name));
    participants.release();
    await orders.place('later', { payments: [inCash] });
    await orders.place('settling');
    await orders.pay('settling');
    await orders.until('it is refused', (at) => at('retried')?.status === 'needs_attention');
    await stage.ask(`/admin/sagas/${orders.idOf('retried')}/retry`, { by: 'Ada', reason: 'A-1 is free again' });
    await orders.until('all have come to their ends', allEnded);
  };

  const allEnded = async (at: (name: Name) => { readonly status: string } | undefined): Promise<boolean> => {
    const { rows: unsent } = await stage.database.query('SELECT 1 FROM outbox_message LIMIT 1');
    return unsent.length === 0 && names.every((name) => at(name)?.status === ends[name]);
  };

  const since = async (): Promise<unknown> => (await stage.ask(`/admin/sagas/${orders.idOf('waiting')}`)).body.since;
});
