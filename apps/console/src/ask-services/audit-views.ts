/** What persons did at the services, as the console's API tells of it. */
import { z } from 'zod';

const text = z.string();
const count = z.int();

/** What a person did. */
export const auditEntry = z.object({
  seq: text.describe('Its place in the log of its service.'),
  at: text,
  act: text,
  subject: z.object({ kind: text, id: text }),
  by: text,
  reason: text.nullable(),
  detail: z.record(text, z.unknown()).nullable().describe('Ids, codes and names of fields; never what they hold.'),
});

export type AuditEntry = z.output<typeof auditEntry>;

/** What a look at the whole log of a service has shown. */
export const auditVerification = z.object({
  intact: z.boolean(),
  entries: count,
  head: z
    .object({ seq: text, hash: text })
    .describe('The last entry: keep it elsewhere to see later whether the end was cut off.'),
  breaks: z.array(z.object({ seq: text, code: text })).describe('Where the chain is broken; the first twenty.'),
});

export type AuditVerification = z.output<typeof auditVerification>;
