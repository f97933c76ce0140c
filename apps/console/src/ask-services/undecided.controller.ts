import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import type { ServiceList, UndecidedItem } from '../views.js';
import { Services } from './services.js';

const BANK = 'bank-reconciler';

const proposal = z.object({
  orderId: z.string(),
  orderNumber: z.string(),
  amount: z.string(),
  currency: z.string(),
  why: z.array(z.string()),
});

const item = z
  .object({
    id: z.string(),
    reference: z.string(),
    amount: z.string(),
    currency: z.string(),
    valueDate: z.string(),
    counterparty: z.object({ name: z.string().nullable() }),
    texts: z.array(z.object({ text: z.string() })),
    reason: z.string(),
    detail: z.object({ expected: z.string().optional() }).nullable(),
    proposals: z.array(proposal),
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
  async list(): Promise<ServiceList<UndecidedItem>> {
    const path = '/v1/lines?state=undecided&limit=100';
    return { services: this.services.knows(BANK) ? [await this.services.read(BANK, { path, item })] : [] };
  }
}
