import { Answers, CheckedQuery } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { askedOf } from './asked-services.js';
import { type AuditEntry, auditEntry, type AuditVerification, auditVerification } from './audit-views.js';
import { queryOf } from './query-of.js';
import { type ServiceList, serviceList, type ServiceThing, serviceThing } from './service-views.js';
import { Services } from './services.js';

const VERIFYING_TIMEOUT_MS = 30_000;

const text = z.string().trim().min(1).max(500);
const query = z.strictObject({
  service: text.optional().describe('The one at which it was done; all by default.'),
  subjectId: text.optional().describe('What it was done to, such as an order or a held message.'),
  about: text.optional().describe('The same, or the order to which that belongs.'),
  act: text.optional(),
  by: text.optional(),
  from: z.iso.datetime().optional().describe('No sooner than this instant.'),
  to: z.iso.datetime().optional().describe('Before this instant.'),
});

const verifications = z.object({ services: z.array(serviceThing(auditVerification)) });

/** `GET /v1/audit`: who did what at which service, when and why, and whether the services' logs are unbroken. */
@ApiTags('services')
@Controller('v1/audit')
@ForOperators()
export class AuditController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'What persons did at the services, the latest first' })
  @Answers(200, 'By service; at most 100 of each.', serviceList(auditEntry))
  @ApiResponse({ status: 422, description: 'validation-failed, service-unknown' })
  async list(
    @CheckedQuery(query) { service: only, ...filter }: z.output<typeof query>,
  ): Promise<ServiceList<AuditEntry>> {
    const path = `/admin/audit?${queryOf({ limit: '100', ...filter })}`;
    const names = askedOf(this.services.administered, only);
    return { services: await Promise.all(names.map((name) => this.services.read(name, { path, item: auditEntry }))) };
  }

  @Get('verification')
  @ApiOperation({ summary: 'Reads the whole log of each service, and tells whether anybody has changed it' })
  @Answers(200, 'By service; each has 30 s.', verifications)
  async verify(): Promise<{ services: ServiceThing<AuditVerification>[] }> {
    const reading = { path: '/admin/audit/verification', item: auditVerification, timeoutMs: VERIFYING_TIMEOUT_MS };
    return { services: await Promise.all(this.services.administered.map((name) => this.services.readOne(name, reading))) };
  }
}
