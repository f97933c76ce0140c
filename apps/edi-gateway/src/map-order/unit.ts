import { isUnitCode } from '@kervan/commerce';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Partner, PartnerArticle } from '../partners/partner.js';
import type { MapContext } from './map-context.js';

/** A partner's unit code as ours (UN/ECE Recommendation 20); undefined when neither of us knows it. */
export function ourUnit(code: string, { units }: Partner): string | undefined {
  if (Object.hasOwn(units, code)) return units[code];
  return isUnitCode(code) ? code : undefined;
}

/**
 * The unit of a line: as its quantity tells it, else its price, else the article. It must be the article's, where the
 * profile names one: a carton is no piece.
 */
export function unitOf(
  qty: Segment,
  pri: Segment | undefined,
  article: PartnerArticle,
  field: string,
  { partner, findings }: MapContext,
): string | undefined {
  const told = valueOf(qty, 1, 3) || valueOf(pri, 1, 6);
  const unitCode = told === '' ? article.unitCode : ourUnit(told, partner);
  if (unitCode === undefined) {
    findings.add(qty, field, 'unknown-unit', 'No unit is told, or one that is not known.', { actual: told });
    return undefined;
  }
  if (article.unitCode === undefined || article.unitCode === unitCode) return unitCode;
  const detail = 'The article is sold in another unit.';
  findings.add(qty, field, 'unit-conflict', detail, { expected: article.unitCode, actual: told });
  return undefined;
}
