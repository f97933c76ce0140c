import type { IssuedInvoice, Mode, TaxSubtotal } from '@kervan/contracts';
import type { InvoiceState } from './invoice-state.js';
import type { Profile } from './profile.js';

/** An invoice that has its number. */
export interface Invoice {
  readonly orderId: string;
  readonly number: string;
  /** The universally unique number (ETTN), the same at every sending. */
  readonly ettn: string;
  readonly prefix: string;
  readonly company: string;
  readonly mode: Mode;
  readonly profile: Profile;
  readonly receiverAlias: string | null;
  readonly issueDate: string;
  readonly issueTime: string;
  readonly orderNumber: string;
  readonly buyerName: string;
  readonly buyerTaxId: string;
  readonly currency: string;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly taxes: readonly TaxSubtotal[];
  readonly xml: string;
  readonly state: InvoiceState;
  /** The command that awaits the end of the transmission, or was the last to. */
  readonly transmitCommandId: string | null;
  /** The last refusal of the authority or the integrator. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly acceptedAt: string | null;
  readonly voidedAt: string | null;
  readonly voidReason: string | null;
}

/** An invoice without its document. */
export type InvoiceSummary = Omit<Invoice, 'xml'>;

/** What other services are told of an invoice. */
type Told = Omit<IssuedInvoice, 'series'> & Pick<Invoice, 'prefix'>;

/** The invoice as other services know it. */
export function issuedInvoice(invoice: Told): IssuedInvoice {
  const { number, ettn, prefix, profile, issueDate, currency, netMinor, taxMinor, grossMinor, taxes } = invoice;
  return { number, ettn, series: prefix, profile, issueDate, currency, netMinor, taxMinor, grossMinor, taxes };
}
