import {
  type Answer, done, found, type HttpAnswer, type LookUpAnswer, notFound, refused, unknown, type Unknown,
} from '@kervan/outbound';
import { z } from 'zod';
import type { ErpDocument } from '../../ports/business-key.js';
import { refusalWords } from './refusal-words.js';

/** What a document in the books must be to be ours. */
export interface Expected {
  readonly type: ErpDocument;
  readonly reference: string;
  /** The gross total, or the sum paid; absent where the document has no amount. */
  readonly gross?: string;
  /** ISO 4217; absent where the document has no amount. */
  readonly currency?: string;
  /** Absent from calls that were stored before a cancellation named its order. */
  readonly orderNumber?: string;
}

/** What is kept of the ERP's answers: it may tell the customer, and words of its own, in any other field. */
export const shownOfAnswers: readonly string[] = [
  'code',
  ...['type', 'number', 'reference', 'orderNumber', 'status', 'currency', 'totals.net', 'totals.tax', 'totals.gross'].flatMap((field) => [
    field, `items.*.${field}`,
  ]),
];

/** What stands in the books. */
export interface Booked {
  readonly erpNumber: string;
  /** A person has said so; else the ERP has, of a document with our own reference, type and amount. */
  readonly stated?: true;
}

const document = z.object({
  type: z.string(),
  number: z.string().min(1).max(64),
  reference: z.string(),
  totals: z.object({ gross: z.string() }).optional(),
  currency: z.unknown().optional(),
  orderNumber: z.unknown().optional(),
  status: z.unknown().optional(),
});
const items = z.object({ items: z.array(z.unknown()).max(10) });
const problem = z.object({ code: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), detail: z.string() });

/**
 * The ERP has a document under our reference, and it is not what is to be booked, or no longer booked: a person compares the
 * two. It is asked again until then, and nothing is sent.
 */
const OTHER_AMOUNT = unknown('other-amount');
const OTHER_CURRENCY = unknown('other-currency');
const OTHER_ORDER = unknown('other-order');
const CANCELLED = unknown('cancelled');

/** With a code, these are the ERP's own word: the form, or the content, will not be better the next time. */
const REFUSALS: readonly number[] = [400, 422];

/**
 * Reads the ERP's answer to a posted document.
 *
 * A success is believed only for our own reference and type, and is done only where the amount is ours, too, the currency and
 * the order's number where they are told, and the document is not cancelled. That the reference or the key is known already is no refusal, nor is any
 * other conflict, in words of whatever form: what it stands for is looked up. `undefined`: not understood.
 *
 * @param document what was posted; of the words of a refusal only its things are told again.
 */
export function readPosted({ status, json }: HttpAnswer, expected: Expected, document: unknown): Answer<Booked> | undefined {
  if (status === 200 || status === 201) {
    const ours = ourDocument(json, expected);
    return ours && (amissIn(ours, expected) ?? done({ erpNumber: ours.number }));
  }
  const told = problem.safeParse(json);
  if (!told.success) return status === 409 ? unknown('http-409') : undefined;
  const { code, detail } = told.data;
  if (status === 409 || code === 'idempotency-key-reused') return unknown(code);
  if (!REFUSALS.includes(status)) return undefined;
  return refused(code, refusalWords(detail, document));
}

/** Reads the ERP's answer to a look-up: ours, as we know it or not; none; or `undefined` where it is something else. */
export function readLookUp({ status, json }: HttpAnswer, expected: Expected): LookUpAnswer<Booked> | undefined {
  const list = items.safeParse(json);
  if (status !== 200 || !list.success) return undefined;
  const [first, ...others] = list.data.items;
  if (first === undefined) return notFound;
  const ours = others.length === 0 ? ourDocument(first, expected) : undefined;
  return ours && (amissIn(ours, expected) ?? found({ erpNumber: ours.number }));
}

/** A result that a person states. */
export function statedBooking(stated: unknown): Booked | undefined {
  const result = z.strictObject({ erpNumber: z.string().min(1).max(64) }).safeParse(stated);
  return result.success ? { ...result.data, stated: true } : undefined;
}

type Document = z.output<typeof document>;

function ourDocument(json: unknown, { type, reference }: Expected): Document | undefined {
  const told = document.safeParse(json);
  return told.success && told.data.type === type && told.data.reference === reference ? told.data : undefined;
}

/** Why our document is no success all the same. An ERP need tell neither currency nor order nor status. */
function amissIn({ totals, currency, orderNumber, status }: Document, expected: Expected): Unknown | undefined {
  if (expected.gross !== undefined && totals?.gross !== expected.gross) return OTHER_AMOUNT;
  if (isOther(currency, expected.currency)) return OTHER_CURRENCY;
  if (isOther(orderNumber, expected.orderNumber)) return OTHER_ORDER;
  return status === 'cancelled' && expected.type !== 'cancellation' ? CANCELLED : undefined;
}

/** Whether text is told, and is not what is expected. */
function isOther(told: unknown, expected: string | undefined): boolean {
  return expected !== undefined && typeof told === 'string' && told !== expected;
}
