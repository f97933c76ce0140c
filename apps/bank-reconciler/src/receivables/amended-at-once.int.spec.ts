import { type Received, Transactions } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, invoiceAssigned, orderPlaced, orderTaken } from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';
import { matchLines } from '../matching/match-lines.js';
import { alongWithOthers, findLinesNaming } from '../matching/matching.queries.js';
import { factsOf, type ReceivableEvent } from './receivable-facts.js';
import { recordFacts } from './receivable.repository.js';

describe('an order and its amendment that are handled at once', () => {
  let bank: RunningBankReconciler;

  /** Does what the consumer of OrderPlaced does, up to its commit. */
  const placeWithoutCommit = async (order: DueOrder): Promise<{ commit(): Promise<void> }> => {
    const db = await bank.service.app.get(Transactions, { strict: false }).begin();
    await alongWithOthers(db);
    const { named } = await recordFacts(db, factsOf([orderPlaced(order)] as unknown as Received<ReceivableEvent>[]));
    await matchLines(db, await findLinesNaming(db, named));
    return db;
  };
  const isWaitedFor = async (): Promise<boolean> => {
    const { rows } = await bank.database.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it.each([
    ['is not known yet', async () => undefined],
    ['is known by its invoice alone', (order: DueOrder) => bank.tell(invoiceAssigned(order, 'AMF2026000000001'))],
  ])('do not miss each other where the order %s: what was matched waits for a person', async (_what, before) => {
    const order = dueOrder();
    await before(order);
    const { id } = await undecidedLine(bank, { text: order.orderNumber });
    const placed = await placeWithoutCommit(order);
    const told = bank.tell(orderTaken({ ...order, dueMinor: 13_000 }));
    await eventually('it waits', isWaitedFor).finally(() => placed.commit());
    await told;
    const line = (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
    expect(line).toMatchObject({ state: 'undecided', reason: 'matched-order-amended', detail: { expected: '130.00' } });
  });
});
