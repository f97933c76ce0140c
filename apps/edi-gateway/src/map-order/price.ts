import { parseQuantity, parseUnitPrice, RuleBroken, withoutZeros } from '@kervan/commerce';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { PartnerArticle } from '../partners/partner.js';
import type { MapContext } from './map-context.js';
import type { SegmentGroup } from './segment-groups.js';
import { ourUnit } from './unit.js';
import { decimalOf } from './values.js';

/** The price of a line. */
export interface LinePrice {
  /** Of one unit. */
  readonly unitPrice: string;
  /** Whether allowances and charges of the line are in it already (AAA), or are to be applied (AAB). */
  readonly isNet: boolean;
}

const [NET, GROSS] = ['AAA', 'AAB'];
/** Sub-line price change (5213): the price is a part of the item's, not in addition to it. */
const INCLUDED = 'I';
const PRICE_PLACES = 8;
const QUANTITY_SCALE = 1_000_000n;

/**
 * The price of a line: AAA, else AAB, else the profile's contract price. A price that differs from the contract's is
 * found, as is one that is none, or of a type that is not agreed: an order at another price is a matter for persons.
 */
export function priceOf(
  lin: Segment,
  prices: readonly Required<SegmentGroup>[],
  article: PartnerArticle,
  unitCode: string,
  field: string,
  context: MapContext,
): LinePrice | undefined {
  const { findings } = context;
  const { contractPrice } = article;
  const heads = prices.map(({ head }) => head);
  const [net, ...moreNet] = heads.filter((pri) => valueOf(pri, 1) === NET);
  const [gross, ...moreGross] = heads.filter((pri) => valueOf(pri, 1) === GROSS);
  const pri = net ?? gross;
  if (moreNet.length > 0 || moreGross.length > 0) {
    findings.add(pri, field, 'unsupported-price', 'A line has several prices of one kind.');
    return undefined;
  }
  if (!pri) {
    if (heads[0])
      findings.add(heads[0], field, 'unsupported-price', 'A line has a price of another kind than AAA or AAB.');
    else if (contractPrice === undefined)
      findings.add(lin, field, 'missing-price', 'A line has no price, and no contract price is agreed.');
    return heads[0] || contractPrice === undefined ? undefined : { unitPrice: contractPrice, isNet: true };
  }
  refuseOtherType(pri, field, context);
  const unitPrice = perUnit(pri, unitCode, field, context);
  if (unitPrice === undefined) return undefined;
  if (contractPrice !== undefined && parseUnitPrice(contractPrice) !== parseUnitPrice(unitPrice)) {
    const detail = 'The price differs from the contract price.';
    findings.add(pri, field, 'price-conflict', detail, { expected: contractPrice, actual: unitPrice });
  }
  return { unitPrice, isNet: pri === net };
}

/** A type of price (5375, 5387) may say that it is the one of a retailer, of another unit, or still to be negotiated. */
function refuseOtherType(pri: Segment, field: string, { findings, partner }: MapContext): void {
  const types = [valueOf(pri, 1, 3), valueOf(pri, 1, 4)].filter((type) => type !== '');
  const other = types.find((type) => !partner.priceTypes.includes(type));
  if (other !== undefined) {
    findings.add(pri, field, 'unsupported-price', 'A price is of a type that is not agreed.', { actual: other });
  }
  if (!['', INCLUDED].includes(valueOf(pri, 2))) {
    findings.add(pri, field, 'unsupported-price', 'A price is added to another, or subtracted.', {
      actual: valueOf(pri, 2),
    });
  }
}

/** A price for so many units (5284), as the price of one; only where it divides exactly. */
function perUnit(pri: Segment, unitCode: string, field: string, context: MapContext): string | undefined {
  const { findings, decimalMark, partner } = context;
  const [amount, basis, basisUnit] = [valueOf(pri, 1, 2), valueOf(pri, 1, 5) || '1', valueOf(pri, 1, 6)];
  if (basisUnit !== '' && ourUnit(basisUnit, partner) !== unitCode) {
    const detail = 'The price is for another unit than the quantity.';
    findings.add(pri, field, 'unit-conflict', detail, { expected: unitCode, actual: basisUnit });
    return undefined;
  }
  try {
    const price = parseUnitPrice(decimalOf(amount, decimalMark) ?? '');
    const units = parseQuantity(decimalOf(basis, decimalMark) ?? '', unitCode);
    if ((price * QUANTITY_SCALE) % units === 0n) return decimal((price * QUANTITY_SCALE) / units);
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
  }
  findings.add(pri, field, 'invalid-price', `This is no price of one unit with at most ${PRICE_PLACES} places.`, {
    actual: amount,
  });
  return undefined;
}

function decimal(price: bigint): string {
  const digits = String(price).padStart(PRICE_PLACES + 1, '0');
  return withoutZeros(`${digits.slice(0, -PRICE_PLACES)}.${digits.slice(-PRICE_PLACES)}`);
}
