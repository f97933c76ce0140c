import { Answers } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { type HeldItem, heldItem, type ServiceAnswer, type ServiceList, serviceList } from './service-views.js';
import { Services } from './services.js';

const item = heldItem
  .extend({ attempts: z.object({ started: z.int() }) })
  .transform(({ attempts, ...rest }): HeldItem => ({ ...rest, attempts: attempts.started }));

/** `GET /v1/held`: the messages that the services have put aside, those first that wait for a person. */
@ApiTags('services')
@Controller('v1/held')
@ForOperators()
export class HeldController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'Messages that services could not handle: those that are dead, then those tried again' })
  @Answers(200, 'By service; at most 100 of each state.', serviceList(heldItem))
  async list(): Promise<ServiceList<HeldItem>> {
    return { services: await Promise.all(this.services.namesBut('sandbox').map((name) => this.heldOf(name))) };
  }

  private async heldOf(service: string): Promise<ServiceAnswer<HeldItem>> {
    const [dead, waiting] = await Promise.all(
      ['dead', 'waiting'].map((state) =>
        this.services.read(service, { path: `/admin/held?state=${state}&limit=100`, item }),
      ),
    );
    const answers = [dead, waiting].filter((answer) => answer !== undefined);
    return {
      service,
      failure: answers.find(({ failure }) => failure !== null)?.failure ?? null,
      items: answers.flatMap(({ items }) => items),
      more: answers.some(({ more }) => more),
    };
  }
}
