import { divideRounded, sumOf, toKurus, toScaled } from '../money.js';
import { isRegistered, REFUSED_COMPANY } from '../world/companies.js';
import { isTaxId } from '../world/tax-ids.js';
import { type InvoiceFacts, type TaxFacts } from './invoice-facts.js';

/** What the tax authority says of an invoice: one of its status codes and a sentence. */
export interface Verdict {
  readonly status: 'accepted' | 'refused';
  readonly code: number;
  readonly detail: string;
}

/** Status codes of the authority (GİB); a refusal of form is corrected and sent again under the same number. */
export const AUTHORITY_CODE = {
  queued: 1000,
  processing: 1100,
  schematron: 1150,
  schema: 1160,
  address: 1180,
  mailboxClosed: 1181,
  completed: 1300,
} as const;

/** Tells whether an invoice refused with this code may be sent again, corrected, under the same number. */
export function isCorrectable(code: number): boolean {
  return code === AUTHORITY_CODE.schematron || code === AUTHORITY_CODE.schema;
}

const NUMBER_YEAR = /^[A-Z0-9]{3}(20\d{2})\d{9}$/;
const TAX_TOLERANCE = 1n;

/** Decides on an invoice by its content and the date of today in Turkey. */
export function verdictOn(invoice: InvoiceFacts, today: string): Verdict {
  const fault = faultOfForm(invoice, today) ?? faultOfAmounts(invoice);
  if (fault) return refused(AUTHORITY_CODE.schematron, fault);
  if (invoice.buyerTaxId === REFUSED_COMPANY.taxId) {
    return refused(AUTHORITY_CODE.mailboxClosed, 'The mailbox of the receiver is closed.');
  }
  const electronic = isRegistered(invoice.buyerTaxId);
  if (electronic !== (invoice.profile !== 'EARSIVFATURA')) {
    return refused(AUTHORITY_CODE.address, electronic ? 'The receiver is registered.' : 'The receiver is unknown.');
  }
  return { status: 'accepted', code: AUTHORITY_CODE.completed, detail: 'Completed.' };
}

function faultOfForm(invoice: InvoiceFacts, today: string): string | undefined {
  const year = NUMBER_YEAR.exec(invoice.number)?.[1];
  if (invoice.buyerName.includes('SCHEMATRON')) return 'A schematron rule failed.';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(invoice.issueDate)) return 'IssueDate is missing.';
  if (invoice.issueDate > today) return 'IssueDate is in the future.';
  if (year !== invoice.issueDate.slice(0, 4)) return 'The year of the number is not that of IssueDate.';
  if (!isTaxId(invoice.sellerTaxId)) return 'The VKN or TCKN of the supplier is wrong.';
  if (!isTaxId(invoice.buyerTaxId)) return 'The VKN or TCKN of the customer is wrong.';
  if (invoice.lineAmounts.length === 0) return 'There is no line.';
  if (Number(invoice.lineCount) !== invoice.lineAmounts.length) return 'LineCountNumeric is wrong.';
  if (invoice.taxes.some(({ rate, exemptionReason }) => Number(rate) === 0 && !exemptionReason)) {
    return 'A tax of 0 needs a TaxExemptionReason.';
  }
  return undefined;
}

function faultOfAmounts({ totals, lineAmounts, taxes, taxTotal }: InvoiceFacts): string | undefined {
  const lines = lineAmounts.map(toKurus);
  const taxables = taxes.map(({ taxable }) => toKurus(taxable));
  const taxAmounts = taxes.map(({ tax }) => toKurus(tax));
  const [stated, net, gross, payable, tax] = [totals.lines, totals.net, totals.gross, totals.payable, taxTotal].map(
    toKurus,
  );
  const allowances = toKurus(totals.allowances ?? '0');
  const charges = toKurus(totals.charges ?? '0');
  if (![...lines, ...taxables, ...taxAmounts].every(isAmount)) return 'An amount is not a number of two decimals.';
  if (!isAmount(stated) || !isAmount(net) || !isAmount(gross) || !isAmount(payable) || !isAmount(tax)) {
    return 'A total is missing.';
  }
  if (!isAmount(allowances) || !isAmount(charges)) return 'A total of allowances or charges is no amount.';
  if (sumOf(lines.filter(isAmount)) !== stated) return 'The lines do not add up to LineExtensionAmount.';
  if (stated - allowances + charges !== net) return 'TaxExclusiveAmount is not lines - allowances + charges.';
  if (sumOf(taxables.filter(isAmount)) !== net) return 'The taxable amounts do not add up to TaxExclusiveAmount.';
  if (sumOf(taxAmounts.filter(isAmount)) !== tax) return 'The taxes do not add up to TaxAmount.';
  if (net + tax !== gross) return 'TaxInclusiveAmount is not TaxExclusiveAmount + TaxAmount.';
  if (payable !== gross) return 'PayableAmount is not TaxInclusiveAmount.';
  return taxes.every(isRatedRight) ? undefined : 'A tax amount does not fit its rate.';
}

function isRatedRight({ rate, taxable, tax }: TaxFacts): boolean {
  const percent = toScaled(rate);
  const base = toKurus(taxable);
  const amount = toKurus(tax);
  if (!percent || base === undefined || amount === undefined) return false;
  const off = divideRounded(base * percent.digits, percent.scale * 100n) - amount;
  return off <= TAX_TOLERANCE && off >= -TAX_TOLERANCE;
}

function isAmount(amount: bigint | undefined): amount is bigint {
  return amount !== undefined;
}

function refused(code: number, detail: string): Verdict {
  return { status: 'refused', code, detail };
}
