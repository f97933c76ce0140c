import { Channel, Mode } from '@kervan/contracts';
import { type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, cursorAfter, paging } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { documentColumns, type DocumentRow, summaryOf } from '../document-rows.js';
import { DocumentState } from '../follow-orders/document-state.js';
import { Intake } from '../follow-orders/intake.js';
import { ForOperators } from '../request/for-operators.js';
import { type DocumentsPage, documentsPage } from '../views.js';

const latest = z.strictObject({
  channel: z.enum(Channel).optional(),
  state: z.enum(DocumentState).optional(),
  day: z.iso.date().optional().describe('The business day.'),
  mode: z.enum(Mode).optional().describe('Real business, as `/v1/counts` counts it, or tests.'),
  ...paging,
});
const stalest = z.strictObject(paging);

/** Orders in lists: the latest ones, and those that wait for a person. */
@ApiTags('documents')
@Controller('v1')
@ForOperators()
export class DocumentsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly intake: Intake,
  ) {}

  @Get('documents')
  @ApiOperation({ summary: 'Orders, the one heard of last first' })
  @Answers(200, 'One page, the latest first.', documentsPage)
  async latest(@CheckedQuery(latest) asked: z.output<typeof latest>): Promise<DocumentsPage> {
    const rows = await this.transactions.run((db) => latestRows(db, asked));
    return { ...pageOf(rows, asked.limit, ({ firstAt }) => firstAt), ...(await this.intake.gap()) };
  }

  @Get('attention')
  @ApiOperation({ summary: 'Orders that wait for a person, those that have waited longest first, with the reason' })
  @Answers(200, 'One page, stalest first.', documentsPage)
  async attention(@CheckedQuery(stalest) { limit, after }: z.output<typeof stalest>): Promise<DocumentsPage> {
    const rows = await this.transactions.run((db) => stalestRows(db, after, limit));
    const page = pageOf(rows, limit, ({ attentionSince, firstAt }) => attentionSince ?? firstAt);
    return { ...page, ...(await this.intake.gap()) };
  }
}

type After = readonly [instant: string, orderId: string] | undefined;

/**
 * The text names the filters that are given and no others: each has an index that its plan can rely on. It names the mode,
 * too: few orders are tests, and these have an index of their own.
 */
function latestRows(
  db: DatabaseTransaction,
  { channel, state, day, mode, after, limit }: z.output<typeof latest>,
): Promise<DocumentRow[]> {
  const given = Object.entries({ channel, state, business_date: day }).filter(([, value]) => value !== undefined);
  const parameters = given.map(([, value]) => value);
  const conditions = given.map(([column], index) => `${column} = $${index + 1}`);
  if (mode !== undefined) conditions.push(`mode = '${mode}'`);
  if (after) {
    conditions.push(`(first_at, order_id) < ($${parameters.length + 1}, $${parameters.length + 2})`);
    parameters.push(...after);
  }
  return db.query<DocumentRow>(
    `SELECT ${documentColumns} FROM document ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY first_at DESC, order_id DESC LIMIT $${parameters.length + 1}`,
    [...parameters, limit + 1],
  );
}

function stalestRows(db: DatabaseTransaction, after: After, limit: number): Promise<DocumentRow[]> {
  return db.query<DocumentRow>(
    `SELECT ${documentColumns} FROM document
     WHERE state = 'needs_attention' AND ($1::timestamptz IS NULL OR (attention_since, order_id) > ($1, $2::uuid))
     ORDER BY attention_since, order_id LIMIT $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
}

function pageOf(rows: readonly DocumentRow[], limit: number, placeOf: (row: DocumentRow) => Date): DocumentsPage {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = last && rows.length > limit ? cursorAfter(placeOf(last), last.orderId) : undefined;
  return { items: shown.map(summaryOf), ...(next !== undefined && { next }) };
}
