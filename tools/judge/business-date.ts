import { type Interchange, type Ordered } from './channel-lines.js';

const inTurkey = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Istanbul' });

/** When an order was placed, as the two makes of shop tell it: the one with its offset, the other in UTC without one. */
interface Placed {
  readonly processed_at?: string;
  readonly date_created_gmt?: string;
}

/** The date of the order (DTM, 137) in an interchange, whatever its delimiters are. */
const ORDER_DATE = /\bDTM\W137\W(\d{4})(\d{2})(\d{2})/;

/** The day of an instant in Türkiye (YYYY-MM-DD), by which the seller keeps his books. @throws RangeError for what is none. */
export function dayInTurkey(instant: string): string {
  return inTurkey.format(new Date(instant));
}

/** The day on which an order of a shop was placed, by its first webhook; undefined where the ledger does not tell that. */
export function dayOfShopOrder({ webhooks: [first] }: Pick<Ordered, 'webhooks'>): string | undefined {
  const { processed_at, date_created_gmt } = JSON.parse(first?.body ?? '{}') as Placed;
  if (processed_at !== undefined) return dayInTurkey(processed_at);
  return date_created_gmt === undefined ? undefined : dayInTurkey(`${date_created_gmt}Z`);
}

/** The day on which the partner says to have written the orders of an interchange; undefined where he says none. */
export function dayOfInterchange({ contentBase64 }: Pick<Interchange, 'contentBase64'>): string | undefined {
  const [, ...date] = ORDER_DATE.exec(Buffer.from(contentBase64, 'base64').toString('latin1')) ?? [];
  return date.length === 0 ? undefined : date.join('-');
}
