import { hasAllowancesOf, hasLinesOf, hasNetLinesOf, keyOf } from './agreed-goods.js';
import { acceptedOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type ErpDocument, type Paid, type Tax, type Totals, type Transmission } from './ledger-lines.js';
import { kurusOf, sameAmount, sumOf } from './kurus.js';

type Ordered = Pick<Input, 'orderNumber' | 'content'>;

/** Where a document says another amount or currency than the input: orders, invoices and payments, per line, rate and method. */
export function checkAmounts(input: Ordered, effects: Effects): Finding[] {
  return [
    ...standingOrders(effects).flatMap((order) => checkOrder(input, order)),
    ...effects.erpInvoices.flatMap((invoice) => checkErpInvoice(input, invoice)),
    ...effects.payments.flatMap((payment) => checkPayment(input, payment)),
    ...acceptedOf(effects).flatMap(({ last }) => checkInvoice(input, last)),
  ];
}

function checkOrder({ orderNumber, content }: Ordered, { number, body }: ErpDocument): Finding[] {
  return [
    ...checkCurrency({ orderNumber, content }, number, body.currency),
    ...checkTotals(orderNumber, number, content.totals, body.totals),
    ...checkTaxes(orderNumber, number, content.taxes, body.taxes),
    ...(hasLinesOf(content, body)
      ? []
      : [differs(orderNumber, `the lines of ${number} are not those that were agreed`)]),
    ...(hasAllowancesOf(content, body)
      ? []
      : [differs(orderNumber, `the discounts or charges of ${number} are not those that were agreed`)]),
  ];
}

function checkErpInvoice({ orderNumber, content }: Ordered, { number, body }: ErpDocument): Finding[] {
  return [
    ...checkCurrency({ orderNumber, content }, number, body.currency),
    ...checkTotals(orderNumber, number, content.totals, body.totals),
    ...checkTaxes(orderNumber, number, content.taxes, body.taxes),
  ];
}

function checkPayment({ orderNumber, content }: Ordered, { number, body }: ErpDocument): Finding[] {
  const paid = body.payments ?? [];
  const sum = sumOf(paid.map(({ amount }) => amount));
  const wanted = content.paid ?? content.totals.gross;
  if (sum === undefined || sum !== kurusOf(wanted) || sum !== kurusOf(body.total)) {
    const detail = `${number} books ${body.total}, but ${wanted} was paid`;
    return [differs(orderNumber, detail)];
  }
  const inCurrency = checkCurrency({ orderNumber, content }, number, body.currency);
  if (paymentsKey(paid) === paymentsKey(content.payments)) return inCurrency;
  return [...inCurrency, differs(orderNumber, `${number} books other ways of payment than were agreed`)];
}

function checkInvoice({ orderNumber, content }: Ordered, { number, invoice }: Transmission): Finding[] {
  const totals = { net: invoice.totals.net, tax: invoice.taxTotal, gross: invoice.totals.gross };
  const { gross } = content.totals;
  return [
    ...checkCurrency({ orderNumber, content }, number, invoice.currency),
    ...checkTotals(orderNumber, number, content.totals, totals),
    ...checkTaxes(orderNumber, number, content.taxes, invoice.taxes),
    ...(hasNetLinesOf(content, invoice.lineAmounts)
      ? []
      : [differs(orderNumber, `the lines of ${number} are not those that were agreed`)]),
    ...(sameAmount(invoice.totals.payable, gross)
      ? []
      : [differs(orderNumber, `${number} asks for ${invoice.totals.payable}, not ${gross}`)]),
  ];
}

function checkCurrency({ orderNumber, content }: Ordered, document: string, actual: string | undefined): Finding[] {
  const { currency } = content;
  if (currency === undefined || actual === currency) return [];
  return [finding('currency-differs', orderNumber, `${document} is in ${actual ?? 'no currency'}, agreed was ${currency}`)];
}

function checkTotals(orderNumber: string, document: string, expected: Totals, actual: Totals | undefined): Finding[] {
  return (['net', 'tax', 'gross'] as const)
    .filter((name) => !sameAmount(expected[name], actual?.[name]))
    .map((name) => {
      const detail = `${name} of ${document} is ${actual?.[name] ?? 'missing'}, agreed was ${expected[name]}`;
      return differs(orderNumber, detail);
    });
}

function checkTaxes(
  orderNumber: string,
  document: string,
  expected: readonly Tax[],
  actual: readonly Tax[] | undefined,
): Finding[] {
  if (taxesKey(expected) === taxesKey(actual ?? [])) return [];
  return [differs(orderNumber, `the taxes per rate of ${document} are not those that were agreed`)];
}

function taxesKey(taxes: readonly Tax[]): string {
  return keyOf(taxes.map(({ rate, taxable, tax }) => `${Number(rate)} ${kurusOf(taxable)} ${kurusOf(tax)}`));
}

function paymentsKey(payments: readonly Paid[]): string {
  return keyOf(payments.map(({ method, amount }) => `${method} ${kurusOf(amount)}`));
}

function differs(orderNumber: string, detail: string): Finding {
  return finding('amount-differs', orderNumber, detail);
}
