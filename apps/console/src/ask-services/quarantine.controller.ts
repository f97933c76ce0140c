import { Answers } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ForOperators } from '../request/for-operators.js';
import { quarantines } from './quarantines.js';
import { type QuarantinedItem, quarantinedItem, type ServiceList, serviceList } from './service-views.js';
import { Services } from './services.js';

/** `GET /v1/quarantine`: what shops and partners have sent that could not become an order. */
@ApiTags('services')
@Controller('v1/quarantine')
@ForOperators()
export class QuarantineController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'Genuine messages that could not be understood, each with field and reason' })
  @Answers(200, 'By service; at most 100 of each.', serviceList(quarantinedItem))
  async list(): Promise<ServiceList<QuarantinedItem>> {
    const known = Object.entries(quarantines).filter(([name]) => this.services.knows(name));
    return { services: await Promise.all(known.map(([name, reading]) => this.services.read(name, reading))) };
  }
}
