import { isGtin } from '@kervan/commerce';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { PartnerArticle } from '../partners/partner.js';
import type { MapContext } from './map-context.js';

/** Item number types (7143) by whose number they are. */
const GTIN = new Set(['EN', 'SRV', 'UP', 'EU']);
const OURS = new Set(['SA']);
const BUYERS = new Set(['BP', 'IN']);
/** PIA qualifiers (4347): additional identification, product identification. */
const IDENTIFYING = new Set(['1', '5']);

interface ItemNumber {
  readonly number: string;
  readonly type: string;
  readonly segment: Segment;
}

/**
 * Finds the article that LIN and PIA name: every number that we know has to name the same.
 *
 * @param pias the PIA segments of the line.
 */
export function articleOf(
  lin: Segment,
  pias: readonly Segment[],
  field: string,
  { partner, findings }: MapContext,
): PartnerArticle | undefined {
  const numbers = [...numbersIn(lin, [3]), ...pias.flatMap((pia) => numbersOfPia(pia))];
  for (const { number, type, segment } of numbers) {
    if (GTIN.has(type) && !isGtin(number)) {
      findings.add(segment, field, 'invalid-gtin', 'A GTIN has a wrong check digit.', { actual: number });
      return undefined;
    }
  }
  const found = new Set(numbers.flatMap((number) => partner.articles.find((one) => isNamed(one, number)) ?? []));
  const [article, other] = found;
  const actual = numbers.map(({ number, type }) => `${number} ${type}`).join(', ');
  if (other) findings.add(lin, field, 'article-conflict', 'The numbers of a line name several articles.', { actual });
  else if (!article)
    findings.add(lin, field, 'unknown-article', 'No article of the profile has a number of this line.', { actual });
  return other ? undefined : article;
}

function isNamed({ gtin, articleId, buyerArticle }: PartnerArticle, { number, type }: ItemNumber): boolean {
  if (GTIN.has(type)) return gtin !== undefined && sameGtin(gtin, number);
  if (OURS.has(type)) return articleId === number;
  return BUYERS.has(type) && buyerArticle === number;
}

/** A GTIN of 12 digits is the same as one of 13 or 14 with zeros before it (GS1 GenSpecs 3.3). */
function sameGtin(one: string, other: string): boolean {
  return one.padStart(14, '0') === other.padStart(14, '0');
}

function numbersOfPia(pia: Segment): ItemNumber[] {
  return IDENTIFYING.has(valueOf(pia, 1)) ? numbersIn(pia, [2, 3, 4, 5, 6]) : [];
}

function numbersIn(segment: Segment, elements: readonly number[]): ItemNumber[] {
  return elements
    .map((element) => ({ number: valueOf(segment, element), type: valueOf(segment, element, 2), segment }))
    .filter(({ number }) => number !== '');
}
