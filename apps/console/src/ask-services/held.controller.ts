import { Answers, CheckedQuery, problem } from '@kervan/service-host';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { askedOf } from './asked-services.js';
import {
  heldCause,
  type HeldCause,
  heldDetails,
  type HeldDetails,
  heldDetailsRead,
  heldItem,
  type HeldItem,
  heldItemRead,
  redriveBatch,
  type RedriveBatch,
} from './held-views.js';
import { queryOf } from './query-of.js';
import {
  type ServiceAnswer,
  type ServiceList,
  serviceList,
  type ServiceThing,
  serviceThing,
} from './service-views.js';
import { Services } from './services.js';

const text = z.string().trim().min(1).max(500);
const query = z.strictObject({
  service: text.optional().describe('The one that holds it; all by default.'),
  cause: text.optional().describe('Code of its last failure.'),
  type: text.optional().describe('Full name of its record.'),
  topic: text.optional(),
});

/** `GET /v1/held`: the messages that the services have put aside: by cause, one by one, and those handled again together. */
@ApiTags('services')
@Controller('v1/held')
@ForOperators()
export class HeldController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'Messages that services could not handle: those that are dead, then those tried again' })
  @Answers(200, 'By service; at most 100 of each state.', serviceList(heldItem))
  @ApiResponse({ status: 422, description: 'validation-failed, service-unknown' })
  async list(
    @CheckedQuery(query) { service: only, ...filter }: z.output<typeof query>,
  ): Promise<ServiceList<HeldItem>> {
    const names = askedOf(this.services.administered, only);
    return { services: await Promise.all(names.map((name) => this.heldOf(name, filter))) };
  }

  @Get('causes')
  @ApiOperation({ summary: 'How many messages are held for which cause, the most frequent first' })
  @Answers(200, 'By service; the two hundred most frequent of each.', serviceList(heldCause))
  async causes(): Promise<ServiceList<HeldCause>> {
    return this.ofEach({ path: '/admin/held/causes', item: heldCause });
  }

  @Get('batches')
  @ApiOperation({ summary: 'Messages that are handled again together, and how far that has come' })
  @Answers(200, 'By service; the ten latest of each.', serviceList(redriveBatch))
  async batches(): Promise<ServiceList<RedriveBatch>> {
    return this.ofEach({ path: '/admin/held/batches?limit=10', item: redriveBatch });
  }

  @Get(':service/:id')
  @ApiOperation({ summary: 'One held message with what it holds, personal fields masked, and what it came with' })
  @Answers(200, 'The message, or why its service has not told it.', serviceThing(heldDetails))
  @ApiResponse({ status: 404, description: 'not-found' })
  async show(@Param('service') service: string, @Param('id') id: string): Promise<ServiceThing<HeldDetails>> {
    if (!this.services.knows(service) || !z.guid().safeParse(id).success) throw problem('not-found');
    const thing = await this.services.readOne(service, { path: `/admin/held/${id}`, item: heldDetailsRead });
    if (thing.failure === null && thing.item === null) throw problem('not-found');
    return thing;
  }

  private async ofEach<Item>(reading: { path: string; item: z.ZodType<Item> }): Promise<ServiceList<Item>> {
    return { services: await Promise.all(this.services.administered.map((name) => this.services.read(name, reading))) };
  }

  private heldOf(
    service: string,
    filter: Readonly<Record<string, string | undefined>>,
  ): Promise<ServiceAnswer<HeldItem>> {
    const paths = ['dead', 'waiting'].map((state) => `/admin/held?${queryOf({ state, limit: '100', ...filter })}`);
    return this.services.readTogether(service, paths, heldItemRead);
  }
}
