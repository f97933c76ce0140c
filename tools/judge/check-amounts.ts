import { acceptedOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type ErpDocument, type Paid, type Tax, type Transmission } from './ledger-lines.js';
import { kurusOf, sameAmount, sumOf } from './kurus.js';

/** Where a document says another amount than the receipt: orders, invoices and payments, per line, rate and method. */
export function checkAmounts(input: Input, effects: Effects): Finding[] {
  return [
    ...standingOrders(effects).flatMap((order) => checkOrder(input, order)),
    ...effects.erpInvoices.flatMap((invoice) => checkErpInvoice(input, invoice)),
    ...effects.payments.flatMap((payment) => checkPayment(input, payment)),
    ...acceptedOf(effects).flatMap(({ last }) => checkInvoice(input, last)),
  ];
}

function checkOrder({ rung: { orderNumber, body } }: Input, order: ErpDocument): Finding[] {
  const lines = order.body.lines ?? [];
  const sameLines =
    lines.length === body.lines.length &&
    lines.every(({ articleId, amount }, index) => {
      const rung = body.lines[index];
      return rung?.articleId === articleId && sameAmount(rung.amount, amount);
    });
  return [
    ...checkTotals(orderNumber, order.number, body.totals, order.body.totals),
    ...checkTaxes(orderNumber, order.number, body.taxes, order.body.taxes),
    ...(sameLines ? [] : [differs(orderNumber, `the lines of ${order.number} are not those of the receipt`)]),
  ];
}

function checkErpInvoice({ rung: { orderNumber, body } }: Input, invoice: ErpDocument): Finding[] {
  return [
    ...checkTotals(orderNumber, invoice.number, body.totals, invoice.body.totals),
    ...checkTaxes(orderNumber, invoice.number, body.taxes, invoice.body.taxes),
  ];
}

function checkPayment({ rung: { orderNumber, body } }: Input, payment: ErpDocument): Finding[] {
  const paid = payment.body.payments ?? [];
  const sum = sumOf(paid.map(({ amount }) => amount));
  if (sum === undefined || sum !== kurusOf(body.totals.gross) || sum !== kurusOf(payment.body.total)) {
    const detail = `${payment.number} books ${payment.body.total}, but ${body.totals.gross} was paid`;
    return [differs(orderNumber, detail)];
  }
  if (paymentsKey(paid) === paymentsKey(body.payments)) return [];
  return [differs(orderNumber, `${payment.number} books other ways of payment than the receipt`)];
}

function checkInvoice({ rung: { orderNumber, body } }: Input, { number, invoice }: Transmission): Finding[] {
  const totals = { net: invoice.totals.net, tax: invoice.taxTotal, gross: invoice.totals.gross };
  const payable = sameAmount(invoice.totals.payable, body.totals.gross);
  return [
    ...checkTotals(orderNumber, number, body.totals, totals),
    ...checkTaxes(orderNumber, number, body.taxes, invoice.taxes),
    ...(payable
      ? []
      : [differs(orderNumber, `${number} asks for ${invoice.totals.payable}, not ${body.totals.gross}`)]),
  ];
}

function checkTotals(
  orderNumber: string,
  document: string,
  expected: Input['rung']['body']['totals'],
  actual: ErpDocument['body']['totals'],
): Finding[] {
  return (['net', 'tax', 'gross'] as const)
    .filter((name) => !sameAmount(expected[name], actual?.[name]))
    .map((name) => {
      const detail = `${name} of ${document} is ${actual?.[name] ?? 'missing'}, the receipt says ${expected[name]}`;
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
  return [differs(orderNumber, `the taxes per rate of ${document} are not those of the receipt`)];
}

function taxesKey(taxes: readonly Tax[]): string {
  return sortedKey(taxes.map(({ rate, taxable, tax }) => `${Number(rate)} ${kurusOf(taxable)} ${kurusOf(tax)}`));
}

function paymentsKey(payments: readonly Paid[]): string {
  return sortedKey(payments.map(({ method, amount }) => `${method} ${kurusOf(amount)}`));
}

function sortedKey(parts: readonly string[]): string {
  return parts.toSorted().join('; ');
}

function differs(orderNumber: string, detail: string): Finding {
  return finding('amount-differs', orderNumber, detail);
}
