/**
 * What the console's API answers, for the pages that ask it. Instants are ISO 8601, amounts decimal strings; what no
 * message has told yet is null.
 */
import type { DocumentState } from './follow-orders/document-state.js';
import type { HappeningKind, TermKind } from './follow-orders/happening-kind.js';

/** One order in a list. */
export interface DocumentSummary {
  readonly orderId: string;
  readonly orderNumber: string | null;
  readonly company: string | null;
  readonly mode: string | null;
  readonly channel: string | null;
  readonly source: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly placedAt: string | null;
  readonly state: DocumentState;
  readonly firstAt: string;
  readonly changedAt: string;
  readonly attention: AttentionView | null;
  readonly erpNumber: string | null;
  readonly invoiceNumber: string | null;
}

/** What a person is waited for. */
export interface AttentionView {
  readonly step: string;
  readonly code: string;
  readonly detail: string;
  readonly since: string;
}

/** `GET /v1/documents`, `GET /v1/attention`. */
export interface DocumentsPage {
  readonly items: readonly DocumentSummary[];
  /** Pass it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** A document that a search has found. */
export interface SearchHit {
  readonly document: DocumentSummary;
  /** The number that was found. */
  readonly kind: TermKind;
  readonly text: string;
  /** Whether it is the whole number that was searched for, not its beginning. */
  readonly exact: boolean;
}

/** `GET /v1/search`. */
export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Whether there are more than are shown. */
  readonly more: boolean;
}

/** Where a trace is looked at: at an address, or by a command where there is no tracing system. */
export interface TraceLink {
  readonly traceId: string;
  readonly url: string | null;
}

/** One step of a timeline. */
export interface TimelineStep {
  readonly messageId: string;
  readonly kind: HappeningKind;
  readonly at: string;
  readonly service: string | null;
  readonly reference: string | null;
  readonly step: string | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  /** Whether it went well, went wrong, or waits for a person. */
  readonly outcome: 'well' | 'failed' | 'waits';
  /** Milliseconds since what caused it, where that is known here, else since the step before; null for the first. */
  readonly tookMs: number | null;
  readonly since: 'cause' | 'step-before' | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly trace: TraceLink | null;
}

/** `GET /v1/documents/{orderId}`. */
export interface DocumentDetails extends DocumentSummary {
  readonly correlationId: string;
  readonly trace: TraceLink | null;
  readonly timeline: readonly TimelineStep[];
}

/** How many live orders of one channel are in one state. */
export interface ChannelCount {
  readonly channel: string;
  readonly state: DocumentState;
  readonly today: number;
  readonly all: number;
}

/** `GET /v1/counts`. */
export interface Counts {
  /** The business day that `today` counts, in Europe/Istanbul. */
  readonly day: string;
  readonly counts: readonly ChannelCount[];
}

/** What one service has answered, or why there is nothing of it. */
export interface ServiceAnswer<Item> {
  readonly service: string;
  /** Null where it has answered. */
  readonly failure: ServiceFailure | null;
  readonly items: readonly Item[];
  /** Whether it has more than are shown. */
  readonly more: boolean;
}

export type ServiceFailure = 'unreachable' | 'too-slow' | 'refused' | 'unreadable';

/** `GET /v1/held`, `/v1/quarantine`, `/v1/undecided`. */
export interface ServiceList<Item> {
  readonly services: readonly ServiceAnswer<Item>[];
}

/** A message that a service could not handle and has put aside. */
export interface HeldItem {
  readonly id: string;
  readonly state: 'waiting' | 'dead';
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly type: string | null;
  readonly correlationId: string;
  readonly cause: { readonly code: string; readonly detail: string } | null;
  readonly attempts: number;
  readonly heldAt: string;
  readonly dueAt: string;
}

/** What a sender's message in quarantine lacks. */
export interface QuarantineFinding {
  /** Where it is, as its service names places; empty where it is the whole. */
  readonly field: string;
  readonly code: string;
  readonly detail: string | null;
}

/** A genuine message of a shop or a partner that could not become an order. */
export interface QuarantinedItem {
  readonly id: string;
  /** The shop or the partner. */
  readonly sender: string;
  /** What kind of message it is. */
  readonly what: string;
  readonly reference: string | null;
  readonly findings: readonly QuarantineFinding[];
  readonly since: string;
}

/** An order that a bank line may belong to. */
export interface LineProposal {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly amount: string;
  readonly currency: string;
  readonly why: readonly string[];
}

/** A bank line that was matched with no order. */
export interface UndecidedItem {
  readonly id: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly valueDate: string;
  /** Who paid, and what is written on it: shown, and kept nowhere here. */
  readonly payer: string | null;
  readonly texts: readonly string[];
  readonly reason: string;
  /** What was expected instead, where the reason is a difference. */
  readonly expected: string | null;
  readonly proposals: readonly LineProposal[];
}
