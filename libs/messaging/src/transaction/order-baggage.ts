import { type Baggage, propagation } from '@opentelemetry/api';

/** What people search the spans of an order by, beside its id. Each is a span attribute of this name. */
export const OrderAttribute = {
  number: 'kervan.order.number',
  channel: 'kervan.order.channel',
  company: 'kervan.company',
  branch: 'kervan.branch',
} as const;

/** What is known of the order that a piece of work is about; nothing of it is personal. */
export type OrderFacts = Readonly<Partial<Record<keyof typeof OrderAttribute, string>>>;

const FACTS = Object.keys(OrderAttribute) as (keyof typeof OrderAttribute)[];
const FACT_OF = new Map(FACTS.map((fact) => [OrderAttribute[fact] as string, fact]));
const REMEMBERED = 2_000;
const LONGEST_HEADER = 1_024;
/** What a header of a foreign program may say: no spaces around, no control characters, not endless. */
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._:/#-]{0,78}[\p{L}\p{N}])?$/u;

/**
 * The facts as W3C Baggage, which goes with every message and call of the order, so that each of its spans tells the
 * same. It does not leave the platform: outside systems are sent none. `undefined` where nothing is known.
 */
export function baggageOf(facts: OrderFacts): string | undefined {
  return headerOf(plainOf(facts));
}

/** The part of a baggage header that tells facts of an order; whatever else a foreign program wrote there is dropped. */
export function readBaggage(header: string | undefined): string | undefined {
  return header === undefined || header.length > LONGEST_HEADER ? undefined : told(header).header;
}

/** The same part, for the context of a span. */
export function parsedBaggage(header: string): Baggage {
  return told(header).baggage;
}

/** What a record itself tells of its order: by `order`, as OrderPlaced, or by `orderNumber` and `company`. */
export function baggageInData(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const order: unknown = 'order' in data ? data.order : data;
  if (typeof order !== 'object' || order === null || !('orderNumber' in order)) return undefined;
  const { orderNumber, company, channel } = order as Readonly<Record<string, unknown>>;
  return baggageOf({ number: textIn(orderNumber), company: textIn(company), channel: textIn(channel) });
}

/** An attribute's name and its value, which is plain. */
type Member = readonly [name: string, value: string];

/** What a header tells, read once for both of its uses. */
const told = remembering((header) => {
  const members = plainOf(factsIn(header));
  const entries = Object.fromEntries(members.map(([name, value]) => [name, { value }]));
  return { header: headerOf(members), baggage: propagation.createBaggage(entries) };
});

function plainOf(facts: OrderFacts): Member[] {
  const members: Member[] = [];
  for (const fact of FACTS) {
    const value = facts[fact];
    if (value !== undefined && PLAIN.test(value)) members.push([OrderAttribute[fact], value]);
  }
  return members;
}

function headerOf(members: readonly Member[]): string | undefined {
  return members.length > 0 ? members.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join(',') : undefined;
}

function factsIn(header: string): OrderFacts {
  const facts: { -readonly [Fact in keyof OrderFacts]: string } = {};
  for (const member of header.split(',')) {
    const [pair = ''] = member.split(';', 1);
    const equals = pair.indexOf('=');
    const fact = FACT_OF.get(pair.slice(0, Math.max(equals, 0)).trim());
    if (fact) facts[fact] = decoded(pair.slice(equals + 1).trim());
  }
  return facts;
}

/** Remembers the answers to the latest texts: the messages of an order all carry the same, and come close together. */
function remembering<T>(answer: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const found = answers.get(text);
    if (found !== undefined || answers.has(text)) return found as T;
    if (answers.size >= REMEMBERED) answers.clear();
    const answered = answer(text);
    answers.set(text, answered);
    return answered;
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
