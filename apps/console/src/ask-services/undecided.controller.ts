import { Answers } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { BANK } from './keepers.js';
import { type ServiceList, serviceList, type UndecidedItem, undecidedItem } from './service-views.js';
import { Services } from './services.js';

const proposal = undecidedItem.shape.proposals.element;

/** As bank-reconciler tells it; a release before this one does not tell what came. */
const item = undecidedItem
  .omit({ payer: true, expected: true })
  .extend({
    proposals: z.array(proposal.extend({ came: proposal.shape.came.default(null) })),
    counterparty: z.object({ name: z.string().nullable() }),
    texts: z.array(z.object({ text: z.string() })),
    detail: z.object({ expected: z.string().optional() }).nullable(),
  })
  .transform(({ counterparty, texts, detail, ...line }): UndecidedItem => ({
    ...line,
    payer: counterparty.name,
    texts: texts.map(({ text }) => text),
    expected: detail?.expected ?? null,
  }));

/** `GET /v1/undecided`: the bank lines of which nobody knows yet what they pay. */
@ApiTags('services')
@Controller('v1/undecided')
@ForOperators()
export class UndecidedController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'Bank lines that were matched with no order, each with the reason and proposals' })
  @Answers(200, 'At most 100, the oldest first.', serviceList(undecidedItem))
  async list(): Promise<ServiceList<UndecidedItem>> {
    const path = '/v1/lines?state=undecided&limit=100';
    return { services: this.services.knows(BANK) ? [await this.services.read(BANK, { path, item })] : [] };
  }
}
