/** What the services keep aside, as the console's API tells of it. */
import { z } from 'zod';

const text = z.string();
const told = z.string().nullable();

const serviceFailure = z.enum(['unreachable', 'too-slow', 'refused', 'unreadable']);

export type ServiceFailure = z.output<typeof serviceFailure>;

/** What one service has answered, or why there is nothing of it. */
export interface ServiceAnswer<Item> {
  readonly service: string;
  /** Null where it has answered. */
  readonly failure: ServiceFailure | null;
  readonly items: readonly Item[];
  /** Whether it has more than are told. */
  readonly more: boolean;
}

/** One thing of one service, or why it is not told. */
export interface ServiceThing<Item> {
  readonly service: string;
  /** Null where it has answered. */
  readonly failure: ServiceFailure | null;
  /** Null where it has no such thing, or has not answered. */
  readonly item: Item | null;
}

/** A {@link ServiceThing} of such an item. */
export const serviceThing = <Item extends z.ZodType>(item: Item) =>
  z.object({
    service: text,
    failure: serviceFailure.nullable().describe('Null where it has answered.'),
    item: item.nullable().describe('Null where it has no such thing, or has not answered.'),
  });

/** What each service has answered that was asked. */
export interface ServiceList<Item> {
  readonly services: readonly ServiceAnswer<Item>[];
}

/** A {@link ServiceList} of such items. */
export const serviceList = <Item extends z.ZodType>(item: Item) =>
  z.object({
    services: z.array(
      z.object({
        service: text,
        failure: serviceFailure.nullable().describe('Null where it has answered.'),
        items: z.array(item),
        more: z.boolean().describe('Whether it has more than are told.'),
      }),
    ),
  });

/** A genuine message of a shop or a partner that could not become an order. */
export const quarantinedItem = z.object({
  id: text,
  sender: text.describe('The shop or the partner.'),
  what: text.describe('What kind of message it is.'),
  reference: told,
  findings: z.array(
    z.object({
      field: text.describe('Where it is, as its service names places; empty where it is the whole.'),
      code: text,
      detail: told,
    }),
  ),
  since: text,
});

export type QuarantinedItem = z.output<typeof quarantinedItem>;

/** A bank line that was matched with no order. Who paid, and what is written on it, is told and kept nowhere here. */
export const undecidedItem = z.object({
  id: text,
  reference: text,
  amount: text,
  currency: text,
  valueDate: text,
  payer: told,
  texts: z.array(text),
  reason: text,
  expected: told.describe('What was expected instead, where the reason is a difference.'),
  proposals: z.array(
    z.object({
      orderId: text,
      orderNumber: text,
      amount: text.describe('What is open of the order; where the line is matched with it already, what is due.'),
      currency: text,
      came: told.describe('What the lines have brought that are matched with the order; null where none is.'),
      why: z.array(text),
    }),
  ),
});

export type UndecidedItem = z.output<typeof undecidedItem>;

/** A bank statement that books nothing until a person releases it. */
export const blockedStatement = z.object({
  id: text,
  statementId: text,
  account: text.describe('Masked.'),
  date: text,
  findings: z.array(z.object({ code: text, detail: told })),
  since: text,
});

export type BlockedStatement = z.output<typeof blockedStatement>;

/** A bank statement that does not go on where the one before it ended: something between them has not come. */
export const gappedStatement = z.object({
  id: text,
  statementId: text,
  account: text.describe('Masked.'),
  date: text,
  expected: text.describe('What the one before it ended at, with its currency.'),
  actual: text.describe('What it opens at.'),
  since: text,
});

export type GappedStatement = z.output<typeof gappedStatement>;
