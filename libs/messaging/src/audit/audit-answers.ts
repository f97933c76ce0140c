import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';
import { ChainFault } from './audit-chain.js';

const seq = z.string().describe('Counts from 1, without gaps.');
const hash = z.string().describe('SHA-256 in hex.');

/** What a person did. */
export const auditEntry = z.object({
  seq,
  at: z.iso.datetime(),
  act: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  by: z.string(),
  reason: z.string().nullable(),
  detail: z.unknown(),
  previousHash: hash,
  hash: hash.describe('SHA-256 in hex, over the hash before, a line feed, and the canonical JSON of the entry.'),
});

/** One page of what persons did. */
export const auditPage = pageAnswer(auditEntry);

/** What a look at the whole chain has shown. */
export const auditVerification = z.object({
  intact: z.boolean(),
  entries: z.int(),
  head: z.object({ seq, hash }).describe('The last entry; keep it elsewhere to tell later whether the end was cut off.'),
  breaks: z.array(z.object({ seq, code: z.enum(ChainFault) })).describe('The first twenty.'),
  holdsKept: z.boolean().optional().describe('Whether the chain holds the place that was asked about.'),
});
