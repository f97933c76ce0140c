import { type Content, type ContentLine } from './inputs.js';
import { type Allowance, type ErpDocument, type SoldLine } from './ledger-lines.js';
import { kurusOf, sameAmount, sumOf } from './kurus.js';

/** So many kuruş a line of an invoice may be off its amount without tax: what rounding leaves over of a rate lies with some of them. */
const LINE_TOLERANCE = 5;

/** Tells whether the lines of a document are the agreed ones, in the price basis of the document. */
export function hasLinesOf(content: Content, { lines = [], pricesIncludeTax = true }: ErpDocument['body']): boolean {
  return (
    lines.length === content.lines.length &&
    lines.every((line, index) => {
      const agreed = content.lines[index];
      return agreed && isLineOf(agreed, line) && sameAmount(pricesIncludeTax ? agreed.gross : agreed.net, line.amount);
    })
  );
}

/** Tells whether a line says what was agreed but for its amount, as far as that is told. */
function isLineOf(agreed: ContentLine, { articleId, name, quantity, unitCode, unitPrice, taxRate }: SoldLine): boolean {
  const same = (told: string | undefined, booked: string): boolean => told === undefined || told === booked;
  const equal = (told: string | undefined, booked: string): boolean => told === undefined || Number(told) === Number(booked);
  const isWhat = agreed.articleId === articleId && same(agreed.name, name) && same(agreed.unitCode, unitCode);
  return isWhat && equal(agreed.quantity, quantity) && equal(agreed.unitPrice, unitPrice) && equal(agreed.rate, taxRate);
}

/** Tells whether discounts and charges on the whole are the agreed ones, as far as these are told. */
export function hasAllowancesOf({ discounts, charged }: Content, body: ErpDocument['body']): boolean {
  const { pricesIncludeTax = true, charges = [] } = body;
  const sum = sumOf(charges.map(({ amount }) => amount));
  const isCharged = charged === undefined || (sum !== undefined && sum === kurusOf(pricesIncludeTax ? charged.gross : charged.net));
  return isCharged && (discounts === undefined || allowancesKey(discounts) === allowancesKey(body.discounts ?? []));
}

/** Tells whether the lines of an invoice are the agreed ones without their tax, as far as that is known. */
export function hasNetLinesOf({ lines }: Content, amounts: readonly string[]): boolean {
  const nets = lines.flatMap((line) => netOf(line) ?? []);
  if (nets.length < lines.length) return true;
  return (
    amounts.length === nets.length &&
    amounts.every((amount, index) => Math.abs(Number(kurusOf(amount)) - (nets[index] ?? NaN)) <= LINE_TOLERANCE)
  );
}

/** The kuruş of a line without tax. */
function netOf({ net, gross, rate }: ContentLine): number | undefined {
  if (net !== undefined) return Number(kurusOf(net));
  if (gross === undefined || rate === undefined) return undefined;
  return (Number(kurusOf(gross)) * 100) / (100 + Number(rate));
}

function allowancesKey(allowances: readonly Allowance[]): string {
  return keyOf(allowances.map(({ reason, amount }) => `${reason} ${kurusOf(amount)}`));
}

/** The same for the same parts, in whatever order they are told. */
export function keyOf(parts: readonly string[]): string {
  return parts.toSorted().join('; ');
}
