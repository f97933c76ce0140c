import type { OrderStatus } from '@kervan/ingress';
import { Transactions } from '@kervan/messaging';
import { Answers, problem } from '@kervan/service-host';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Branch, Scope } from '../branch/branch-key.js';
import { CallingBranch, ForBranches } from '../branch/branch.guard.js';
import { saleId } from './sale-id.js';
import { saleStatus } from './sale-answers.js';
import { findStatus } from './sale-status.js';

/** `GET /v1/sales/{id}`: state, documents and last error of one of the branch's own sales; 404 for any other. */
@ApiTags('sales')
@Controller('v1/sales')
@ForBranches(Scope.read)
export class TellSaleController {
  constructor(private readonly transactions: Transactions) {}

  @Get(':id')
  @Answers(200, 'The sale as it stands.', saleStatus)
  @ApiResponse({ status: 404, description: 'No sale of this branch has this id.' })
  async tell(@CallingBranch() branch: Branch, @Param('id') id: string): Promise<OrderStatus> {
    const wanted = saleId(id);
    const status = await this.transactions.run((db) => findStatus(db, wanted, branch));
    if (!status) throw problem('not-found');
    return status;
  }
}
