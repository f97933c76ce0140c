import { Answers, CheckedQuery } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { askedOf } from './asked-services.js';
import { type OutboundCall, outboundCall, type OutboundTarget, outboundTarget } from './outbound-views.js';
import { queryOf } from './query-of.js';
import { type ServiceAnswer, type ServiceList, serviceList } from './service-views.js';
import { Services } from './services.js';

const text = z.string().trim().min(1).max(500);
const query = z.strictObject({ service: text.describe('The one that calls it.'), target: text });
const targets = z.object({ items: z.array(outboundTarget) });

/** The outside systems that services call, and the calls that wait for one of them. */
@ApiTags('services')
@Controller('v1')
@ForOperators()
export class OutboundController {
  constructor(private readonly services: Services) {}

  @Get('targets')
  @ApiOperation({ summary: 'Outside systems: whether they are called just now, and how many calls wait' })
  @Answers(200, 'By service: those that call outside systems, or cannot be asked.', serviceList(outboundTarget))
  async targets(): Promise<ServiceList<OutboundTarget>> {
    const answers = await Promise.all(this.services.administered.map((name) => this.targetsOf(name)));
    return { services: answers.filter((answer) => answer !== undefined) };
  }

  @Get('calls')
  @ApiOperation({ summary: 'The calls that wait for one outside system: those that may have been done first' })
  @Answers(200, 'At most 100 of each state, the latest first.', serviceList(outboundCall))
  @ApiResponse({ status: 422, description: 'validation-failed, service-unknown' })
  async calls(@CheckedQuery(query) { service, target }: z.output<typeof query>): Promise<ServiceList<OutboundCall>> {
    const paths = ['unknown', 'pending'].map((state) => `/admin/calls?${queryOf({ state, target, limit: '100' })}`);
    const names = askedOf(this.services.administered, service);
    return { services: await Promise.all(names.map((name) => this.services.readTogether(name, paths, outboundCall))) };
  }

  private async targetsOf(service: string): Promise<ServiceAnswer<OutboundTarget> | undefined> {
    const { failure, item } = await this.services.readOne(service, { path: '/admin/targets', item: targets });
    if (failure === null && item === null) return undefined;
    return { service, failure, items: item?.items ?? [], more: false };
  }
}
