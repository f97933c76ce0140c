import {
  businessDate,
  isUnitCode,
  minorFromDecimal,
  parseQuantity,
  parseUnitPrice,
  RuleBroken,
  sumMinor,
  withoutZeros,
} from '@kervan/commerce';
import {
  type AllowanceOrCharge,
  Channel,
  FiscalDocument,
  type Order,
  type OrderLine,
  type OrderTotals,
  type Party,
  type Payment,
  PaymentStatus,
  type Reference,
  type TaxRate,
  type TaxSubtotal,
  TaxIdScheme,
} from '@kervan/contracts';
import { pointerTo, type ProblemFinding } from '@kervan/service-host';
import type { Branch } from '../branch/branch-key.js';
import { orderNumberOf, receiptOf } from './receipt.js';
import type { SaleRequest } from './sale-request.js';

/** An order, or what keeps the sale from being one. */
export type OrderOfSale =
  | { readonly order: Order; readonly findings?: undefined }
  | { readonly order?: undefined; readonly findings: readonly ProblemFinding[] };

type Path = readonly PropertyKey[];

/** Translates a till's sale into the canonical order, exactly, and finds every value that has no exact translation. */
export function orderOfSale(sale: SaleRequest, from: Branch): OrderOfSale {
  const translation = new Translation(sale.currency);
  const order = translation.order(sale, from);
  return translation.findings.length > 0 ? { findings: translation.findings } : { order };
}

class Translation {
  readonly findings: ProblemFinding[] = [];

  constructor(private readonly currency: string) {}

  order(sale: SaleRequest, from: Branch): Order {
    const receipt = receiptOf(sale);
    const day = businessDate(sale.soldAt, from.zone);
    const lines = sale.lines.map((line, index) => this.line(line, index));
    const discounts = this.discounts(sale.discounts, ['discounts']);
    return {
      company: from.company,
      mode: from.mode,
      channel: Channel.till,
      source: `branch ${from.branch} till ${receipt.till}`,
      orderNumber: orderNumberOf(from, receipt),
      version: 1,
      placedAt: new Date(sale.soldAt).toISOString(),
      businessDate: day,
      currency: sale.currency,
      pricesIncludeTax: sale.pricesIncludeTax,
      fiscalDocument: sale.invoice?.requested ? FiscalDocument.invoice : FiscalDocument.receipt,
      lines,
      discounts,
      charges: [],
      taxes: sale.taxes.map((subtotal, index) => this.subtotal(subtotal, index, lines, sale.taxes)),
      totals: this.totals(sale, lines, discounts),
      buyer: sale.invoice?.buyer ? party(sale.invoice.buyer) : null,
      deliverTo: null,
      payments: sale.payments.map((payment, index) => this.payment(payment, index)),
      references: referencesTo(sale, from, day),
    };
  }

  private line(line: SaleRequest['lines'][number], index: number): OrderLine {
    const at = ['lines', index];
    this.check([...at, 'unitPrice'], () => parseUnitPrice(line.unitPrice));
    if (isUnitCode(line.unitCode)) this.check([...at, 'quantity'], () => parseQuantity(line.quantity, line.unitCode));
    else this.found([...at, 'unitCode'], 'unknown-unit', 'The unit is not a known code of UN/ECE Recommendation 20.');
    return {
      lineNumber: index + 1,
      articleId: line.articleId,
      gtin: line.gtin ?? null,
      name: line.name,
      quantity: line.quantity,
      unitCode: line.unitCode,
      unitPrice: line.unitPrice,
      discounts: this.discounts(line.discounts, [...at, 'discounts']),
      charges: [],
      amountMinor: this.minor(line.amount, [...at, 'amount']),
      tax: this.lineTax(line, [...at, 'exemptionCode']),
    };
  }

  private lineTax({ taxRate, exemptionCode, exemptionReason }: SaleRequest['lines'][number], at: Path): TaxRate {
    if (exemptionCode !== undefined && !isZero(taxRate)) {
      this.found(at, 'tax-mismatch', 'An exemption goes with a rate of 0 only.');
    }
    return taxRateOf(taxRate, exemptionCode, exemptionReason);
  }

  /**
   * A subtotal takes on the exemption of the lines that it sums up, which it may name by its code. Beside one that does, one
   * of the same rate without a code sums up the lines without one.
   */
  private subtotal(
    { rate, exemptionCode, taxable, tax }: SaleRequest['taxes'][number],
    index: number,
    lines: readonly OrderLine[],
    all: SaleRequest['taxes'],
  ): TaxSubtotal {
    const sameRate = lines.map((line) => line.tax).filter(({ ratePercent }) => Number(ratePercent) === Number(rate));
    const byCode = all.some((one) => Number(one.rate) === Number(rate) && one.exemptionCode !== undefined);
    const meant = byCode ? sameRate.filter((one) => one.exemptionCode === (exemptionCode ?? null)) : sameRate;
    if (new Set(meant.map((one) => one.exemptionCode)).size > 1) {
      this.found(['taxes', index], 'tax-mismatch', 'Lines of this rate have several exemptions: send a row for each.');
    }
    return {
      tax: meant[0] ?? taxRateOf(rate, exemptionCode),
      taxableMinor: this.minor(taxable, ['taxes', index, 'taxable']),
      taxMinor: this.minor(tax, ['taxes', index, 'tax']),
    };
  }

  private discounts(discounts: SaleRequest['discounts'], at: Path): AllowanceOrCharge[] {
    return (discounts ?? []).map(({ reason, amount }, index) => ({
      reason,
      amountMinor: this.minor(amount, [...at, index, 'amount']),
      tax: null,
    }));
  }

  private totals(sale: SaleRequest, lines: readonly OrderLine[], discounts: readonly AllowanceOrCharge[]): OrderTotals {
    return {
      linesMinor: this.sum(lines, ['lines']),
      discountMinor: this.sum(discounts, ['discounts']),
      chargeMinor: 0,
      netMinor: this.minor(sale.totals.net, ['totals', 'net']),
      taxMinor: this.minor(sale.totals.tax, ['totals', 'tax']),
      grossMinor: this.minor(sale.totals.gross, ['totals', 'gross']),
    };
  }

  private payment({ method, amount, status, reference }: SaleRequest['payments'][number], index: number): Payment {
    return {
      method,
      amountMinor: this.minor(amount, ['payments', index, 'amount']),
      status: status ?? PaymentStatus.captured,
      reference: reference ?? null,
      dueDate: null,
    };
  }

  private sum(parts: readonly { readonly amountMinor: number }[], at: Path): number {
    return this.check(at, () => sumMinor(parts.map(({ amountMinor }) => amountMinor))) ?? 0;
  }

  private minor(text: string, at: Path): number {
    return this.check(at, () => minorFromDecimal(text, this.currency)) ?? 0;
  }

  private check<T>(at: Path, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error;
      if (error.code === 'unknown-currency') this.found(['currency'], error.code, 'Not an active ISO 4217 code.');
      else
        this.found(
          at,
          error.code === 'invalid-unit-price' ? 'invalid-amount' : error.code,
          `Expected: ${error.message}.`,
        );
      return undefined;
    }
  }

  private found(at: Path, code: string, detail: string): void {
    const pointer = pointerTo(at);
    if (!this.findings.some((known) => known.pointer === pointer && known.code === code)) {
      this.findings.push({ pointer, code, detail });
    }
  }
}

const isZero = (decimal: string): boolean => !/[1-9]/.test(decimal);

/**
 * VAT by UN/ECE 5305: a rate of 0 is exempt (E) where a code says why, else zero rated (Z); others standard (S). After
 * this door a rate has one spelling: '20' for '20.00'.
 */
function taxRateOf(rate: string, exemptionCode?: string, exemptionReason?: string): TaxRate {
  const ofZero = exemptionCode === undefined ? 'Z' : 'E';
  return {
    scheme: 'VAT',
    category: isZero(rate) ? ofZero : 'S',
    ratePercent: withoutZeros(rate),
    exemptionReason: exemptionReason ?? null,
    exemptionCode: exemptionCode ?? null,
  };
}

function party(buyer: NonNullable<NonNullable<SaleRequest['invoice']>['buyer']>): Party {
  return {
    name: buyer.name,
    firstName: buyer.firstName ?? null,
    familyName: buyer.familyName ?? null,
    taxId: buyer.taxId ?? null,
    taxIdScheme: buyer.taxId === undefined ? null : taxIdScheme(buyer.taxId),
    taxOffice: buyer.taxOffice ?? null,
    address: buyer.address
      ? { ...buyer.address, district: buyer.address.district ?? null, postalCode: buyer.address.postalCode ?? null }
      : null,
    email: buyer.email ?? null,
    phone: null,
  };
}

/** By its form alone: the sale has happened, so a wrong check digit is for the invoice to find and a person to mend. */
function taxIdScheme(taxId: string): TaxIdScheme {
  if (/^\d{10}$/.test(taxId)) return TaxIdScheme.VKN;
  return /^\d{11}$/.test(taxId) ? TaxIdScheme.TCKN : TaxIdScheme.OTHER;
}

function referencesTo(sale: SaleRequest, from: Branch, day: string): Reference[] {
  return [
    { type: 'branch', value: from.branch, issuedOn: null },
    { type: 'till', value: sale.till, issuedOn: null },
    { type: 'z_number', value: String(sale.zNumber), issuedOn: day },
    { type: 'receipt', value: String(sale.receiptNumber), issuedOn: day },
  ];
}
