import { Answers, problem } from '@kervan/service-host';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { ORCHESTRATOR } from './keepers.js';
import { type SagaStanding, sagaStanding } from './saga-views.js';
import { type ServiceThing, serviceThing } from './service-views.js';
import { Services } from './services.js';

/** `GET /v1/sagas/{orderId}`: where an order stands, and what a person may do about it now. */
@ApiTags('services')
@Controller('v1/sagas')
@ForOperators()
export class SagasController {
  constructor(private readonly services: Services) {}

  @Get(':orderId')
  @ApiOperation({ summary: 'Where one order stands with order-orchestrator, and which acts are possible now' })
  @Answers(200, 'As it has just said, or why it has not.', serviceThing(sagaStanding))
  @ApiResponse({ status: 404, description: 'not-found: what is no id.' })
  show(@Param('orderId') orderId: string): Promise<ServiceThing<SagaStanding>> {
    if (!z.guid().safeParse(orderId).success) throw problem('not-found');
    return this.services.readOne(ORCHESTRATOR, { path: `/admin/sagas/${orderId}`, item: sagaStanding });
  }
}
