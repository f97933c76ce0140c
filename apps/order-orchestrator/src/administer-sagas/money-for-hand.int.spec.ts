import { IssueInvoice, OrderCompleted, PaymentMatched } from '@kervan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamedOrders } from '../fixtures/named-orders.js';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { Participants } from '../fixtures/participants.js';
import { queryOf } from '../fixtures/query-of-page.js';
import { due } from '../order-to-invoice/fixtures/web-order.js';

const names = ['ahead', 'paid once', 'paid twice', 'reversed'] as const;
type Name = (typeof names)[number];

describe('money that somebody has to book by hand', () => {
  let stage: OrchestratorStage;
  let orders: NamedOrders<Name>;

  beforeAll(async () => {
    stage = await orchestratorStage();
    const participants = new Participants(stage);
    orders = new NamedOrders(stage, participants, names);
    participants.refuse(orders.idOf('reversed'));
    participants.hold(orders.idOf('ahead'), IssueInvoice);
    for (const name of names) await orders.place(name);
    await orders.until('they are on their ways', (at) => {
      const turned = at('reversed')?.status === 'compensated';
      const settling = (['paid once', 'paid twice'] as const).every((name) => at(name)?.step === 'settle');
      return turned && settling && at('ahead')?.step === 'issue-invoice';
    });
    for (const name of names) await orders.pay(name);
    await orders.until('they are paid', (at) => at('paid once')?.status === 'completed' && at('paid twice')?.status === 'completed');
    await orders.pay('paid twice');
    await orders.until('the money of all has come', async () => {
      const { rows } = await stage.database.query('SELECT 1 FROM saga_history WHERE input = $1', [PaymentMatched.fullName]);
      return rows.length === 5;
    });
  });

  afterAll(() => stage.close());

  it('is what an order does not tell at its end to have taken', () => {
    const told = stage.seen(OrderCompleted).map(({ data }) => [orders.nameOf(data['orderId']), data['settledPayments']] as const);
    const settled = (name: Name) => [{ statementReference: `payment of ${name}`, accountDigest: null, amountMinor: due.amountMinor }];
    expect(new Map(told)).toEqual(new Map((['paid once', 'paid twice'] as const).map((name) => [name, settled(name)])));
  });

  it('since a release before this one left it, is found as the page about upgrades says', async () => {
    const found = async (): Promise<(Name | undefined)[]> => {
      const { rows } = await stage.database.query<{ instance_id: string }>(await queryOf('upgrade.md'));
      return rows.map((row) => orders.nameOf(row.instance_id));
    };
    expect(await found()).toEqual(['paid twice']);
    // A release before this one left what came early and was not needed any more just so.
    await stage.database.query(
      `UPDATE saga_instance left_so SET state = jsonb_set(left_so.state::jsonb, '{early}', kept.state::jsonb -> 'early')::json
       FROM saga_instance kept WHERE kept.id = $1`,
      [orders.idOf('ahead')],
    );
    expect(await found()).toEqual(['paid once', 'paid twice']);
  });
});
