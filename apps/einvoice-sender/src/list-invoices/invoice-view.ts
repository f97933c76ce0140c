import { decimalFromMinor } from '@kervan/commerce';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { InvoiceSummary } from '../invoice/invoice.js';
import { InvoiceState } from '../invoice/invoice-state.js';

class TaxView {
  @ApiProperty({ example: '20' }) rate: string;
  @ApiPropertyOptional({ type: String, nullable: true, example: '351', description: 'Tells two amounts of one rate apart.' })
  exemptionCode: string | null;
  @ApiProperty({ example: '83.17' }) taxable: string;
  @ApiProperty({ example: '16.63' }) tax: string;
}

class BuyerView {
  @ApiProperty() name: string;
  @ApiProperty({ example: '9205121120' }) taxId: string;
}

class VoidView {
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty() reason: string;
}

/** An invoice as an accountant reads it; amounts are decimal strings. */
export class InvoiceView {
  @ApiProperty({ example: 'AMA2026000000001' }) number: string;
  @ApiProperty({ format: 'uuid' }) ettn: string;
  @ApiProperty({ format: 'uuid' }) orderId: string;
  @ApiProperty() orderNumber: string;
  @ApiProperty() company: string;
  @ApiProperty({ enum: ['live', 'test'] }) mode: string;
  @ApiProperty({ enum: ['TEMELFATURA', 'EARSIVFATURA'] }) profile: string;
  @ApiProperty({ format: 'date' }) issueDate: string;
  @ApiProperty({ type: BuyerView }) buyer: BuyerView;
  @ApiProperty({ example: 'TRY' }) currency: string;
  @ApiProperty({ type: [TaxView] }) taxes: TaxView[];
  @ApiProperty({ example: '83.17' }) net: string;
  @ApiProperty({ example: '16.63' }) tax: string;
  @ApiProperty({ example: '99.80' }) total: string;
  @ApiProperty({ enum: InvoiceState, enumName: 'InvoiceState' }) state: InvoiceState;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Code of the last refusal.' }) code: string | null;
  @ApiPropertyOptional({ type: String, nullable: true }) detail: string | null;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true }) acceptedAt: string | null;
  @ApiPropertyOptional({ type: VoidView, nullable: true }) voided: VoidView | null;
}

/** Invoices of one date, by number. */
export class InvoiceList {
  @ApiProperty({ type: [InvoiceView] }) invoices: InvoiceView[];
  @ApiPropertyOptional({ description: 'Pass it as `after` for the next page; absent on the last.' }) next?: string;
}

class VoidNumberView extends VoidView {
  @ApiProperty({ example: 'AMA2026000000001' }) number: string;
}

/** What became of the numbers of one series in one year. */
export class GapReport {
  @ApiProperty({ example: 'AMA' }) series: string;
  @ApiProperty({ example: 2026 }) year: number;
  @ApiProperty({ description: 'How many numbers were drawn: 1 to this one, without exception.' }) drawn: number;
  @ApiProperty({ type: [VoidNumberView] }) voids: VoidNumberView[];
  @ApiProperty({
    type: [String],
    description: 'Numbers that were drawn and have no invoice; empty unless somebody has changed the tables by hand.',
  })
  missing: string[];
}

/** What the API tells of an invoice. */
export function viewOf(invoice: InvoiceSummary): InvoiceView {
  const { number, ettn, orderId, orderNumber, company, mode, profile, issueDate, currency, state } = invoice;
  const { code, detail, acceptedAt, voidedAt, voidReason } = invoice;
  const decimal = (minor: number): string => decimalFromMinor(minor, currency);
  return {
    number,
    ettn,
    orderId,
    orderNumber,
    company,
    mode,
    profile,
    issueDate,
    buyer: { name: invoice.buyerName, taxId: invoice.buyerTaxId },
    currency,
    taxes: invoice.taxes.map(({ tax, taxableMinor, taxMinor }) => {
      const { ratePercent: rate, exemptionCode } = tax;
      return { rate, exemptionCode, taxable: decimal(taxableMinor), tax: decimal(taxMinor) };
    }),
    net: decimal(invoice.netMinor),
    tax: decimal(invoice.taxMinor),
    total: decimal(invoice.grossMinor),
    state,
    code,
    detail,
    acceptedAt,
    voided: voidedAt && voidReason ? { at: voidedAt, reason: voidReason } : null,
  };
}
