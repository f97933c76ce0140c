import { Mode } from '@kervan/contracts';
import { z } from 'zod';
import { FindingCode } from '../findings/finding.js';
import { LineState } from '../matching/bank-line.js';
import { Reason, TextField } from '../matching/matching-rule.js';
import { Why } from '../matching/proposals.js';
import { statementStates } from './list-query.js';

const id = z.uuid();
const instant = z.iso.datetime();
const day = z.iso.date();
const decimal = z.string().meta({ example: '120.00' });
const currency = z.string().meta({ example: 'TRY' });
const account = z.string().meta({ example: 'TR05 … 0038' });
const holder = { company: z.string().nullable(), mode: z.enum(Object.values(Mode)).nullable() };
const next = z.string().optional().describe('Pass it as `after` for the next page; absent on the last.');

const finding = z.object({
  code: z.enum(Object.values(FindingCode)),
  detail: z.string(),
  path: z.string().meta({ example: '/Document/BkToCstmrStmt/Stmt/Bal[2]' }),
  line: z.int(),
  expected: z.string().optional(),
  actual: z.string().optional(),
});

const gap = z
  .object({
    after: id.describe('The statement before it, as far as it has come.'),
    expected: z.string().meta({ example: '1200.00 TRY' }).describe('What that one ended at.'),
    actual: z.string().meta({ example: '1900.00 TRY' }).describe('What this one opens at.'),
    since: instant,
  })
  .describe('What is missing before it, until that comes or a person closes it.');

const statement = z.object({
  id,
  account,
  statementId: z.string(),
  date: day,
  electronicNumber: z.string().nullable(),
  legalNumber: z.string().nullable(),
  findings: z.array(finding),
  lines: z
    .record(z.string(), z.int())
    .describe('How many lines ended how: by state, or by reason where they are undecided.')
    .meta({ example: { matched: 12, 'amount-differs': 1 } }),
});

/** What the sender of a file is answered. */
export const fileTaken = z.object({
  messageId: z.string(),
  statements: z.array(
    statement.extend({
      state: z.enum(statementStates).exclude(['released']),
      duplicateOf: id.optional(),
      addsTo: id.optional().describe('The statement in effect of which this is a fuller copy.'),
      gap: gap.optional(),
      links: z.object({ self: z.string() }),
    }),
  ),
});

const act = z.object({
  act: z.enum(['release', 'match', 'leave', 'close-gap']),
  line: id.nullable(),
  orderId: id.nullable(),
  by: z.string(),
  reason: z.string(),
  at: instant,
});

const statementView = statement.extend({
  ...holder,
  messageId: z.string(),
  page: z.int(),
  state: z.enum(statementStates),
  duplicateOf: id.nullable(),
  addsTo: id.nullable().describe('The statement in effect of which this is a fuller copy.'),
  receivedAt: instant,
  gap: gap.nullable(),
});

/** One page of the list of statements. */
export const statementsPage = z.object({ items: z.array(statementView), next });

/** A statement as it stands. */
export const statementDetails = statementView.extend({
  balances: z.array(z.object({ type: z.string().meta({ example: 'CLBD' }), date: day, amount: decimal, currency })),
  acts: z.array(act),
});

const place = { field: z.enum(Object.values(TextField)), key: z.string(), start: z.int(), end: z.int() };

const lineView = z.object({
  id,
  statement: id,
  reference: z.string(),
  ...holder,
  amount: decimal,
  currency,
  credit: z.boolean(),
  reversal: z.boolean(),
  bookingDate: day,
  valueDate: day,
  bankReference: z.string().nullable(),
  endToEndId: z.string().nullable(),
  texts: z.array(z.object({ field: place.field, text: z.string() })),
  counterparty: z.object({ name: z.string().nullable(), iban: account.nullable() }),
  state: z.enum(Object.values(LineState)),
  reason: z.enum(Object.values(Reason)).nullable(),
  detail: z
    .object({ expected: z.string().optional(), actual: z.string().optional() })
    .nullable()
    .describe('What did not agree, for instance the amount.'),
  match: z
    .object({
      orderId: id,
      invoiceNumber: z.string().nullable(),
      rule: z.string(),
      ruleVersion: z.int(),
      evidence: z.array(z.object({ ...place, kind: z.string() })),
      matchedAt: z.string(),
    })
    .nullable(),
  proposals: z.array(
    z.object({
      orderId: id,
      orderNumber: z.string(),
      invoiceNumber: z.string().nullable(),
      amount: decimal.describe('What is open of the order: what is due less what came; where the line is matched with it already, what is due.'),
      currency,
      came: decimal
        .nullable()
        .describe('What the lines have brought that are matched with the order, this one too where it is; null where none is.'),
      why: z.array(z.enum(Object.values(Why))),
    }),
  ),
});

/** One page of the list of lines. */
export const linesPage = z.object({ items: z.array(lineView), next });

/** A line as it stands. */
export const lineDetails = lineView.extend({ acts: z.array(act) });
