import { Answers } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { BANK } from './keepers.js';
import {
  type BlockedStatement,
  blockedStatement,
  type GappedStatement,
  gappedStatement,
  type ServiceList,
  serviceList,
} from './service-views.js';
import { Services } from './services.js';

const item = blockedStatement
  .omit({ since: true })
  .extend({ receivedAt: z.string() })
  .transform(({ receivedAt, ...statement }): BlockedStatement => ({ ...statement, since: receivedAt }));

const gapped = gappedStatement
  .omit({ expected: true, actual: true, since: true })
  .extend({ gap: gappedStatement.pick({ expected: true, actual: true, since: true }) })
  .transform(({ gap, ...statement }): GappedStatement => ({ ...statement, ...gap }));

/**
 * `GET /v1/statements`: the bank statements that book nothing until a person releases them; `/gaps`: those before which
 * something is missing.
 */
@ApiTags('services')
@Controller('v1/statements')
@ForOperators()
export class StatementsController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'Bank statements that do not add up and book nothing, each with what was found on it' })
  @Answers(200, 'At most 100, the latest first.', serviceList(blockedStatement))
  async list(): Promise<ServiceList<BlockedStatement>> {
    const path = '/v1/statements?state=blocked&limit=100';
    return { services: this.services.knows(BANK) ? [await this.services.read(BANK, { path, item })] : [] };
  }

  @Get('gaps')
  @ApiOperation({ summary: 'Bank statements that do not go on where the one before them ended, until what is missing comes' })
  @Answers(200, 'At most 100, the latest first.', serviceList(gappedStatement))
  async gaps(): Promise<ServiceList<GappedStatement>> {
    const path = '/v1/statements?gap=open&limit=100';
    return { services: this.services.knows(BANK) ? [await this.services.read(BANK, { path, item: gapped })] : [] };
  }
}
