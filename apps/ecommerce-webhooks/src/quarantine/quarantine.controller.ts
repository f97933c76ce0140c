import { actBy, Answers, CheckedQuery, JsonBody, Operator, type Page } from '@kervan/service-host';
import { Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Decided, DecideQuarantined } from './decide-quarantined.js';
import { decided, quarantinedDetails, quarantinePage } from './quarantine-answers.js';
import { quarantineId } from './quarantine-id.js';
import {
  quarantineQuery,
  QuarantineQueries,
  type QuarantinedDetails,
  type QuarantinedSummary,
} from './quarantine.queries.js';

const decision = z.strictObject(actBy);

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
  @Answers(200, 'One page, oldest first; each with what is wrong and where.', quarantinePage)
  list(@CheckedQuery(quarantineQuery) asked: z.output<typeof quarantineQuery>): Promise<Page<QuarantinedSummary>> {
    return this.queries.page(asked);
  }

  @Get(':id')
  @Answers(200, 'The delivery, what was decided about it, and its body, masked.', quarantinedDetails)
  get(@Param('id') id: string): Promise<QuarantinedDetails> {
    return this.queries.get(quarantineId(id));
  }

  @Post(':id/release')
  @HttpCode(HttpStatus.OK)
  @Answers(200, 'It was read with the profile as it is now; `outcome` tells what it did.', decided)
  @ApiResponse({ status: 409, description: 'still-unusable, with what is still wrong; quarantine-resolved' })
  release(@Param('id') id: string, @JsonBody(decision) body: Decision): Promise<Decided> {
    return this.decide.release(quarantineId(id), body);
  }

  @Post(':id/discard')
  @HttpCode(HttpStatus.OK)
  @Answers(200, 'It is given up; its body is cleared.', decided)
  @ApiResponse({ status: 409, description: 'quarantine-resolved' })
  discard(@Param('id') id: string, @JsonBody(decision) body: Decision): Promise<Decided> {
    return this.decide.discard(quarantineId(id), body);
  }
}
