import type { OrderInstance } from '../persons/stand.js';
import type { Ledgers } from './findings.js';

/**
 * Whether a restored order-orchestrator lacks what a person had decided about an order since: found as
 * docs/how-to/availability.md has operators find it. Such an order is what it was before, and its books hold what was done for
 * either: that is looked through by persons before anything new goes out, whom the model has not.
 */
export function hasLostAct({ database, lost }: Pick<Ledgers, 'database' | 'lost'>, orderId: string): boolean {
  if (!lost) return false;
  const acts = database.look(
    'saga',
    `SELECT 1 AS one FROM saga_history WHERE instance_id = '${orderId}' AND (
       input IN ('kervan.fulfilment.AmendOrder', 'kervan.fulfilment.SkipStep') AND effect = 'ignored'
       OR revision = 1 AND detail LIKE '%came before the order: ignored')`,
  );
  return acts.length > 0;
}

/**
 * Whether a step of an order was done by a person and by its participant: a person had it tried again in the time that was lost,
 * and it counts as theirs once more. The success is counted as late, and only they can tell what stands.
 */
export function isDoneTwice({ database, lost }: Pick<Ledgers, 'database' | 'lost'>, { id, steps }: OrderInstance): boolean {
  if (!lost) return false;
  const late = database.look('saga', `SELECT detail FROM saga_history WHERE instance_id = '${id}' AND effect = 'late-success'`);
  return late.some(({ detail }) => steps[detail!.split(',')[0]!]?.byPerson === true);
}
