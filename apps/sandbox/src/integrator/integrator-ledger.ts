import { type Provenance } from '../http/provenance.js';
import { type InvoiceFacts } from './invoice-facts.js';

/** An invoice that the integrator took for transmission; a corrected one comes again with a higher attempt. */
export interface TransmissionEntry extends Provenance {
  readonly kind: 'transmission';
  readonly ettn: string;
  readonly number: string;
  readonly attempt: number;
  /** SHA-256 of the XML as received, which lies in invoices/<number>.xml. */
  readonly contentHash: string;
  readonly invoice: InvoiceFacts;
}

/** The authority's word on one attempt. */
export interface DecisionEntry extends Provenance {
  readonly kind: 'decision';
  readonly ettn: string;
  readonly number: string;
  readonly attempt: number;
  readonly status: 'accepted' | 'refused';
  readonly code: number;
  readonly detail: string;
}

/** What a line of integrator.jsonl holds. */
export type IntegratorEntry = TransmissionEntry | DecisionEntry;
