import { readFile } from 'node:fs/promises';
import { IssueInvoice, PaymentMatched } from '@kervan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamedOrders } from '../fixtures/named-orders.js';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { Participants } from '../fixtures/participants.js';

const names = ['paid', 'reversed', 'ahead'] as const;
type Name = (typeof names)[number];

/** The one query of a page of docs/how-to. */
async function queryOf(page: string): Promise<string> {
  const text = await readFile(new URL(`../../../../docs/how-to/${page}`, import.meta.url), 'utf8');
  const queries = [...text.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, query]) => query!);
  expect(queries).toHaveLength(1);
  return queries[0]!;
}

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
      return turned && at('paid')?.step === 'settle' && at('ahead')?.step === 'issue-invoice';
    });
    for (const name of names) await orders.pay(name);
    await orders.until('it is paid', (at) => at('paid')?.status === 'completed');
    await orders.pay('paid');
    await orders.until('the money of all has come', async () => {
      const { rows } = await stage.database.query('SELECT 1 FROM saga_history WHERE input = $1', [PaymentMatched.fullName]);
      return rows.length === 4;
    });
  });

  afterAll(() => stage.close());

  const found = async (page: string): Promise<(Name | undefined)[]> => {
    const { rows } = await stage.database.query<{ instance_id: string }>(await queryOf(page));
    return rows.map((row) => orders.nameOf(row.instance_id));
  };

  it('since it came after settle, is found as the page about steering says: not what is to be returned, nor what is still taken', async () => {
    expect(await found('steer-orders.md')).toEqual(['paid']);
    await stage.database.query(`UPDATE saga_history SET at = at - interval '31 days'`);
    expect(await found('steer-orders.md')).toEqual([]);
  });

  it('since a release before this one left it, is found as the page about upgrades says', async () => {
    expect(await found('upgrade.md')).toEqual([]);
    // A release before this one left what came early and was not needed any more just so.
    await stage.database.query(
      `UPDATE saga_instance left_so SET state = jsonb_set(left_so.state::jsonb, '{early}', kept.state::jsonb -> 'early')::json
       FROM saga_instance kept WHERE kept.id = $1`,
      [orders.idOf('ahead')],
    );
    expect(await found('upgrade.md')).toEqual(['paid']);
  });
});
