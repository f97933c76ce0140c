import { MASKED } from '@kervan/contracts';

/**
 * Fields that never hold what is personal, in any vendor's payload: what an operator needs to see why a delivery cannot
 * be used. Every other value is masked.
 */
const SHOWN: ReadonlySet<string> = new Set(
  `id order_number number status financial_status currency cancelled_at cancel_reason created_at updated_at processed_at
   date_created_gmt date_modified_gmt date_paid_gmt test taxes_included prices_include_tax total_price total_discounts
   total_tax subtotal_price price rate quantity sku amount discounted_price total_discount product_id variant_id
   variation_id total subtotal subtotal_tax tax_total shipping_tax_total rate_id rate_percent payment_method
   payment_gateway_names discount_total discount_tax shipping_total shipping_tax cart_tax is_removed
   type version orderNumber placedAt pricesIncludeTax articleId unitCode unitPrice taxRate taxable tax net gross method
   dueDate cancelledAt country_code country countryCode`.split(/\s+/),
);

/** Parts that tell of people: of all their fields only the country is shown. */
const PERSONAL: ReadonlySet<string> = new Set(
  'billing shipping billing_address shipping_address customer buyer deliverTo address value'.split(' '),
);
const SHOWN_OF_PEOPLE: ReadonlySet<string> = new Set(['country', 'country_code', 'countryCode']);

/** Lists whose members have a name that is the shop's own, and a value that is the buyer's. */
const NAMED: Readonly<Record<string, string>> = { note_attributes: 'name', meta_data: 'key' };

/** A kept body with its form and its money, and nothing of who bought; undefined for what is no JSON. */
export function maskedBody(body: Buffer): unknown {
  try {
    return masked(JSON.parse(body.toString('utf8')), '', '', SHOWN);
  } catch {
    return undefined;
  }
}

function masked(value: unknown, key: string, list: string, shown: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, key, key, shown));
  if (typeof value === 'object' && value !== null) {
    const within = PERSONAL.has(key) ? SHOWN_OF_PEOPLE : shown;
    const members = Object.entries(value).map(([name, member]) => [name, masked(member, name, list, within)]);
    return Object.fromEntries(members);
  }
  if (value === null || typeof value === 'boolean') return value;
  return shown.has(key) || (shown === SHOWN && NAMED[list] === key) ? value : MASKED;
}
