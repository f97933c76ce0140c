import { Transactions } from '@kervan/messaging';
import { Answers, problem } from '@kervan/service-host';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { documentColumns, type DocumentRow, summaryOf } from '../document-rows.js';
import { happeningsOf } from '../follow-orders/read-model.js';
import { ForOperators } from '../request/for-operators.js';
import { type DocumentDetails, documentDetails } from '../views.js';
import { type LinkTrace, timelineOf } from './timeline.js';

/** How traces are linked to. */
export const LINK_TRACE = Symbol('LinkTrace');

/** `GET /v1/documents/{orderId}`: one order with all that happened to it. */
@ApiTags('documents')
@Controller('v1/documents')
@ForOperators()
export class DocumentController {
  constructor(
    private readonly transactions: Transactions,
    @Inject(LINK_TRACE) private readonly linkTrace: LinkTrace,
  ) {}

  @Get(':orderId')
  @ApiOperation({ summary: 'One order: its facts and its timeline' })
  @Answers(200, 'The order.', documentDetails)
  @ApiResponse({ status: 404, description: 'No message has told of this order.' })
  async show(@Param('orderId') orderId: string): Promise<DocumentDetails> {
    if (!z.guid().safeParse(orderId).success) throw problem('not-found');
    const [row, happenings] = await this.transactions.run(async (db) => {
      const [found] = await db.query<DocumentRow>(`SELECT ${documentColumns} FROM document WHERE order_id = $1`, [
        orderId,
      ]);
      return [found, found ? await happeningsOf(db, found.orderId) : []] as const;
    });
    if (!row) throw problem('not-found');
    return {
      ...summaryOf(row),
      correlationId: row.correlationId,
      trace: row.traceId === null ? null : this.linkTrace(row.traceId),
      timeline: timelineOf(happenings, this.linkTrace),
    };
  }
}
