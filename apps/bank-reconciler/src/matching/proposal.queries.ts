import type { DatabaseTransaction } from '@kervan/messaging';
import { Turn } from '@kervan/service-host';
import type { Receivable } from './matching-rule.js';
import { type KeyedReceivable, type LineToPropose, type Proposal, proposalOfMatched, proposalsFor } from './proposals.js';
import { besideReceivable, matchStands, receivableColumns } from './receivable.queries.js';

/** A line with the company and mode whose orders it may pay. */
export interface ProposableLine extends LineToPropose {
  readonly id: string;
  readonly company: string | null;
  readonly mode: string | null;
}

const OF_SAME_AMOUNT = 5;
const NEWEST = 200;

/**
 * What is proposed for each line, by its id.
 *
 * Looked at are the open and cancelled orders that the lines name, open ones of the same amount of which nothing has come,
 * and the 200 newest of the company: a number with a typing error in it, or an order of which the rest is of that amount, is
 * found among those only.
 */
export async function proposalsOf(
  db: DatabaseTransaction,
  lines: readonly ProposableLine[],
): Promise<ReadonlyMap<string, Proposal[]>> {
  const known = lines.filter(({ company }) => company !== null);
  if (known.length === 0) return new Map();
  const pool = Map.groupBy(await poolOf(db, known), ({ company, mode }) => `${mode} ${company}`);
  const proposals = new Map<string, Proposal[]>();
  const turn = new Turn();
  for (const line of known) {
    proposals.set(line.id, proposalsFor(line, pool.get(`${line.mode} ${line.company}`) ?? []));
    if (turn.isOver()) await turn.next();
  }
  return proposals;
}

/**
 * What is proposed, by their ids, for lines that are matched with an order of which another amount is due since: that
 * order, so that a person may accept the difference. Where nothing is due any more, nothing.
 */
export async function proposalsOfMatched(
  db: DatabaseTransaction,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, Proposal[]>> {
  if (lineIds.length === 0) return new Map();
  const found = await db.query<Receivable & { readonly lineId: string }>(
    `SELECT paid.line_id AS "lineId", ${receivableColumns}
     FROM payment_match AS paid JOIN receivable ON receivable.order_id = paid.order_id ${besideReceivable}
     WHERE paid.line_id = ANY ($1) AND ${matchStands} AND receivable.amount_minor > 0`,
    [lineIds],
  );
  return new Map(found.map(({ lineId, ...receivable }) => [lineId, [proposalOfMatched(receivable)]]));
}

type Pooled = KeyedReceivable & { readonly company: string; readonly mode: string };

function poolOf(db: DatabaseTransaction, lines: readonly ProposableLine[]): Promise<Pooled[]> {
  const open = 'receivable.version IS NOT NULL AND receivable.closed IS NULL';
  return db.query<Pooled>(
    `WITH line AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS l (company, mode, currency, amount)),
     near AS (
       SELECT order_id FROM receivable_key WHERE key = ANY ($5)
       UNION
       SELECT same.order_id FROM line CROSS JOIN LATERAL (
         SELECT order_id FROM receivable LEFT JOIN payment_match AS paid USING (order_id)
         WHERE receivable.company = line.company AND receivable.mode = line.mode
           AND receivable.currency = line.currency AND receivable.amount_minor = line.amount
           AND ${open} AND paid.order_id IS NULL
         ORDER BY placed_at DESC LIMIT ${OF_SAME_AMOUNT}) AS same
       UNION
       SELECT newest.order_id FROM (SELECT DISTINCT company, mode FROM line) AS holder CROSS JOIN LATERAL (
         SELECT order_id FROM receivable
         WHERE receivable.company = holder.company AND receivable.mode = holder.mode AND ${open}
         ORDER BY placed_at DESC LIMIT ${NEWEST}) AS newest)
     SELECT ${receivableColumns},
       ARRAY(SELECT key FROM receivable_key AS named WHERE named.order_id = receivable.order_id) AS keys
     FROM near JOIN receivable ON receivable.order_id = near.order_id ${besideReceivable}
     WHERE receivable.version IS NOT NULL AND (receivable.closed IS NULL OR receivable.closed = 'cancelled')
     ORDER BY receivable.placed_at DESC, receivable.order_id`,
    [
      lines.map(({ company }) => company),
      lines.map(({ mode }) => mode),
      lines.map(({ currency }) => currency),
      lines.map(({ amountMinor }) => amountMinor),
      [...new Set(lines.flatMap(({ keys }) => keys))],
    ],
  );
}
