import { fromKurus } from '../money.js';
import { type AgreedAmount, type AgreedOrder } from '../world/agreed-order.js';
import { buyerNamedBy } from './customer.js';
import { type PricedOrder } from './order-arithmetic.js';
import { type ShopOrder } from './shop-order.js';

/** What a shop's order comes to, as the shop's own books say it. */
export function agreedOrderOf({ customer, priced, payment }: ShopOrder): AgreedOrder {
  const { lines, shipping, taxes, net, tax, gross } = priced;
  return {
    currency: 'TRY',
    buyer: buyerNamedBy(customer),
    lines: lines.map(({ product, quantity, charged }) => {
      return { articleId: product.sku, quantity: String(quantity), ...bothBases(charged) };
    }),
    shipping: bothBases(shipping),
    taxes: taxes.map((each) => ({
      rate: String(each.rate),
      taxable: fromKurus(each.taxable),
      tax: fromKurus(each.tax),
    })),
    totals: { net: fromKurus(net), tax: fromKurus(tax), gross: fromKurus(gross) },
    payments: [{ method: payment === 'transfer' ? 'transfer' : 'card', amount: fromKurus(gross) }],
  };
}

function bothBases({ net, gross }: PricedOrder['shipping']): AgreedAmount {
  return { net: fromKurus(net), gross: fromKurus(gross) };
}
