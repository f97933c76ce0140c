import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, CheckedQuery, Operator, type Page } from '@kervan/service-host';
import { z } from 'zod';
import { auditPage, auditVerification } from './audit-answers.js';
import { type AuditEntry, AuditLog, type AuditVerification } from './audit-log.js';

const text = z.string().trim().min(1).max(500);
const number = z.string().regex(/^\d{1,18}$/);
const query = z.strictObject({
  act: text.optional(),
  subjectKind: text.optional(),
  subjectId: text.optional(),
  about: text.optional().describe('Id of what it was done to, or of the order to which that belongs.'),
  by: text.optional(),
  from: z.iso.datetime().optional().describe('No sooner than this instant.'),
  to: z.iso.datetime().optional().describe('Before this instant.'),
  after: number.optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const kept = z
  .strictObject({
    seq: number.optional().describe('The number of a head that was kept.'),
    hash: z.string().regex(/^[0-9a-f]{64}$/).optional().describe('The hash of that head.'),
  })
  .refine(({ seq, hash }) => (seq === undefined) === (hash === undefined), {
    path: ['hash'], error: 'the number and the hash of one head, or neither',
  });

/** Where operators see what persons did in this service, and whether anybody has changed the record of it. */
@ApiTags('audit')
@Controller('admin/audit')
@Operator()
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  /** Lists what persons did, the latest first. */
  @Get()
  @Answers(200, 'One page, the latest first.', auditPage)
  list(@CheckedQuery(query) { limit, after, ...filter }: z.output<typeof query>): Promise<Page<AuditEntry>> {
    return this.audit.list(filter, { limit, after });
  }

  /** Reads the whole chain and tells whether it is unbroken. */
  @Get('verification')
  @Answers(200, 'Whether the chain is unbroken, and where it is not.', auditVerification)
  verify(@CheckedQuery(kept) { seq, hash }: z.output<typeof kept>): Promise<AuditVerification> {
    return this.audit.verify(seq === undefined || hash === undefined ? undefined : { seq, hash });
  }
}
