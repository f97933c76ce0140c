import { businessDate } from '@kervan/commerce';
import { Transactions } from '@kervan/messaging';
import { Answers } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Intake } from '../follow-orders/intake.js';
import { ForOperators } from '../request/for-operators.js';
import { type ChannelCount, type Counts, countsView } from '../views.js';

/** How many live orders there are per channel and state; cheap enough to be asked every two seconds. */
@ApiTags('documents')
@Controller('v1/counts')
@ForOperators()
export class CountsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly intake: Intake,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Live orders per channel and state: of the business day, and all' })
  @Answers(200, 'Those that there are any of.', countsView)
  async counts(): Promise<Counts> {
    const day = businessDate(new Date());
    const counts = await this.transactions.run((db) =>
      db.query<ChannelCount>(
        `SELECT channel, state, sum(documents)::integer AS all,
                coalesce(sum(documents) FILTER (WHERE business_date = $1), 0)::integer AS today
         FROM document_count WHERE mode = 'live' GROUP BY channel, state HAVING sum(documents) > 0
         ORDER BY channel, state`,
        [day],
      ),
    );
    return { day, counts, ...(await this.intake.gap()) };
  }
}
