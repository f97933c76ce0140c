import { JsonBody, openApiSchema, Operator } from '@kervan/service-host';
import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Page, readQuery } from '../page/page-query.js';
import { quarantineId } from './quarantine-id.js';
import { type Decided, DecideQuarantined } from './decide-quarantined.js';
import {
  quarantineQuery,
  QuarantineQueries,
  type QuarantinedDetails,
  type QuarantinedSummary,
} from './quarantine.queries.js';
import { QuarantineState } from './quarantine.repository.js';

const text = z
  .string()
  .trim()
  .regex(/^\P{Cc}{1,200}$/u, 'is 1 to 200 characters, none of them a control character');
const decision = z.strictObject({ by: text, reason: text });

type Decision = z.output<typeof decision>;

/** Where operators look at deliveries that could not be used, and decide about them. Personal data is masked. */
@ApiTags('quarantine')
@Controller('v1/quarantine')
@Operator()
export class QuarantineController {
  constructor(
    private readonly queries: QuarantineQueries,
    private readonly decide: DecideQuarantined,
  ) {}

  @Get()
  @ApiQuery({ name: 'shop', required: false })
  @ApiQuery({ name: 'state', required: false, enum: QuarantineState })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 200, by default 50' })
  @ApiQuery({ name: 'after', required: false, description: '`next` of the page before' })
  @ApiResponse({ status: 200, description: 'One page, oldest first; each with what is wrong and where.' })
  list(@Query() query: Record<string, unknown>): Promise<Page<QuarantinedSummary>> {
    return this.queries.page(readQuery(quarantineQuery, query));
  }

  @Get(':id')
  @ApiResponse({ status: 200, description: 'The delivery, what was decided about it, and its body, masked.' })
  get(@Param('id') id: string): Promise<QuarantinedDetails> {
    return this.queries.get(quarantineId(id));
  }

  @Post(':id/release')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: openApiSchema(decision) })
  @ApiResponse({ status: 200, description: 'It was read with the profile as it is now; `outcome` tells what it did.' })
  @ApiResponse({ status: 409, description: 'still-unusable, with what is still wrong; quarantine-resolved' })
  release(@Param('id') id: string, @JsonBody(decision) body: Decision): Promise<Decided> {
    return this.decide.release(quarantineId(id), body);
  }

  @Post(':id/discard')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: openApiSchema(decision) })
  @ApiResponse({ status: 200, description: 'It is given up; its body is cleared.' })
  @ApiResponse({ status: 409, description: 'quarantine-resolved' })
  discard(@Param('id') id: string, @JsonBody(decision) body: Decision): Promise<Decided> {
    return this.decide.discard(quarantineId(id), body);
  }
}
