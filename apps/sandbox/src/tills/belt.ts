import { fromKurus, sumOf } from '../money.js';
import { ASSORTMENT, type Article } from './assortment.js';
import { type Random } from '../world/random.js';
import { amountOf, type BeltItem } from './receipt-arithmetic.js';
import { type SaleBody } from './sale-body.js';

/** What a customer puts on the belt, and a discount on the whole receipt in kuruş. */
export interface Belt {
  readonly items: readonly BeltItem[];
  readonly discount: bigint;
}

/** Fills a belt with one to five articles, and with the given one if any. */
export function fillBelt(random: Random, article?: Article): Belt {
  const chosen = Array.from({ length: random.between(1, 5) }, () => random.pick(ASSORTMENT));
  const items = (article ? [article, ...chosen] : chosen).map((each) => putOnBelt(random, each));
  const whole = sumOf(items.map(amountOf));
  const discount = random.chance(0.2) ? (whole * BigInt(random.between(3, 15))) / 100n : 0n;
  return { items, discount };
}

/** Pays an amount in one or two ways, all of it at once. */
export function payWith(random: Random, gross: bigint): SaleBody['payments'] {
  const method = random.pick(['cash', 'card', 'card', 'meal_card']);
  const first = random.chance(0.15) ? gross / 3n : 0n;
  const rest = { method, amount: fromKurus(gross - first), status: 'captured' } as const;
  return first === 0n ? [rest] : [{ method: 'cash', amount: fromKurus(first), status: 'captured' }, rest];
}

function putOnBelt(random: Random, article: Article): BeltItem {
  const thousandths = BigInt(article.unitCode === 'KGM' ? random.between(120, 3_500) : random.between(1, 4) * 1_000);
  const item = { article, thousandths, discount: 0n };
  return random.chance(0.15) ? { ...item, discount: amountOf(item) / 7n } : item;
}
