import { Channel } from '@kervan/contracts';
import { type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { documentColumns, type DocumentRow, summaryOf } from '../document-rows.js';
import { DocumentState } from '../follow-orders/document-state.js';
import { ForOperators } from '../request/for-operators.js';
import { cursorAfter, pageAfter, pageLimit, readQuery } from '../request/query.js';
import type { DocumentsPage } from '../views.js';

const latest = z.strictObject({
  channel: z.enum(Channel).optional(),
  state: z.enum(DocumentState).optional(),
  day: z.iso.date().optional(),
  limit: pageLimit,
  after: pageAfter,
});
const stalest = z.strictObject({ limit: pageLimit, after: pageAfter });

/** Orders in lists: the latest ones, and those that wait for a person. */
@ApiTags('documents')
@Controller('v1')
@ForOperators()
export class DocumentsController {
  constructor(private readonly transactions: Transactions) {}

  @Get('documents')
  @ApiOperation({ summary: 'Orders, the one heard of last first' })
  @ApiQuery({ name: 'channel', required: false, enum: Channel })
  @ApiQuery({ name: 'state', required: false, enum: DocumentState })
  @ApiQuery({ name: 'day', required: false, description: 'The business day: `2026-11-21`' })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 200, by default 50' })
  @ApiQuery({ name: 'after', required: false, description: 'The `next` of the page before' })
  async latest(@Query() params: unknown): Promise<DocumentsPage> {
    const asked = readQuery(latest, params);
    const rows = await this.transactions.run((db) => latestRows(db, asked));
    return pageOf(rows, asked.limit, ({ firstAt }) => firstAt);
  }

  @Get('attention')
  @ApiOperation({ summary: 'Orders that wait for a person, those that have waited longest first, with the reason' })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 200, by default 50' })
  @ApiQuery({ name: 'after', required: false, description: 'The `next` of the page before' })
  async attention(@Query() params: unknown): Promise<DocumentsPage> {
    const { limit, after } = readQuery(stalest, params);
    const rows = await this.transactions.run((db) => stalestRows(db, after, limit));
    return pageOf(rows, limit, ({ attentionSince, firstAt }) => attentionSince ?? firstAt);
  }
}

type After = readonly [instant: string, orderId: string] | undefined;

/** The text names the filters that are given and no others: each has an index that its plan can rely on. */
function latestRows(
  db: DatabaseTransaction,
  { channel, state, day, after, limit }: z.output<typeof latest>,
): Promise<DocumentRow[]> {
  const given = Object.entries({ channel, state, business_date: day }).filter(([, value]) => value !== undefined);
  const parameters = given.map(([, value]) => value);
  const conditions = given.map(([column], index) => `${column} = $${index + 1}`);
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
  const next = last && rows.length > limit ? cursorAfter(placeOf(last).toISOString(), last.orderId) : undefined;
  return { items: shown.map(summaryOf), ...(next !== undefined && { next }) };
}
