import { isGtin } from '@kervan/commerce';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Partner, PartnerArticle } from '../partners/partner.js';
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
 * Finds the article that LIN and PIA name: the one that has every number of the line that the profile knows.
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
  const byNumber = articlesByNumber(partner);
  const named = numbers.flatMap((number) => [byNumber.get(keyOf(number)) ?? []]).filter((some) => some.length > 0);
  const [article, ...others] = (named[0] ?? []).filter((one) => named.every((some) => some.includes(one)));
  if (article && others.length === 0) return article;
  const actual = numbers.map(({ number, type }) => `${number} ${type}`).join(', ');
  if (named.length > 0)
    findings.add(lin, field, 'article-conflict', 'The numbers of a line name several articles.', { actual });
  else findings.add(lin, field, 'unknown-article', 'No article of the profile has a number of this line.', { actual });
  return undefined;
}

type ArticlesByNumber = ReadonlyMap<string, readonly PartnerArticle[]>;

const made = new WeakMap<Partner, ArticlesByNumber>();

/** The articles of a profile by each of their numbers; made once for a profile. */
function articlesByNumber(partner: Partner): ArticlesByNumber {
  const known = made.get(partner);
  if (known) return known;
  const articles = new Map<string, PartnerArticle[]>();
  for (const article of partner.articles) {
    const { gtin, articleId, buyerArticle } = article;
    for (const key of [gtin && gtinKey(gtin), `ours ${articleId}`, buyerArticle && `buyer's ${buyerArticle}`]) {
      if (key) articles.set(key, [...(articles.get(key) ?? []), article]);
    }
  }
  made.set(partner, articles);
  return articles;
}

function keyOf({ number, type }: ItemNumber): string {
  if (GTIN.has(type)) return gtinKey(number);
  if (OURS.has(type)) return `ours ${number}`;
  return BUYERS.has(type) ? `buyer's ${number}` : '';
}

/** A GTIN of 12 digits is the same as one of 13 or 14 with zeros before it (GS1 GenSpecs 3.3). */
function gtinKey(gtin: string): string {
  return `gtin ${gtin.padStart(14, '0')}`;
}

function numbersOfPia(pia: Segment): ItemNumber[] {
  return IDENTIFYING.has(valueOf(pia, 1)) ? numbersIn(pia, [2, 3, 4, 5, 6]) : [];
}

function numbersIn(segment: Segment, elements: readonly number[]): ItemNumber[] {
  return elements
    .map((element) => ({ number: valueOf(segment, element), type: valueOf(segment, element, 2), segment }))
    .filter(({ number }) => number !== '');
}
