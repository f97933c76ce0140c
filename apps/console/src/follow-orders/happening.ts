import type { Channel, Mode } from '@kervan/contracts';
import { type HappeningKind, happeningKinds, type TermKind, tellsStanding } from './happening-kind.js';

/** A number by which an order is known. */
export interface Term {
  readonly kind: TermKind;
  readonly text: string;
}

/** What an order is, as its source says. */
export interface PlacedFacts {
  readonly company: string;
  readonly mode: Mode;
  readonly channel: Channel;
  readonly source: string;
  readonly placedAt: string;
  readonly businessDate: string;
  readonly invoiceDue: boolean;
  /** Whether some of it has been paid already. */
  readonly captured: boolean;
  /** What is to be paid by bank transfer. */
  readonly dueMinor: number;
}

/** What of an order may be otherwise once it is amended, of all that is kept of it; what stays is left out. */
export interface AmendedFacts {
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly invoiceDue?: boolean;
  readonly captured?: boolean;
}

/** What a message tells beside what every one does; nothing personal. */
export interface Facts {
  readonly orderNumber?: string;
  readonly placed?: PlacedFacts;
  /** The money that it is about. */
  readonly amountMinor?: number;
  readonly currency?: string;
  /** Whether the order counts as paid by that money, whatever the amount. */
  readonly settlesOrder?: boolean;
  /** What was due when a person said so, and has to be for it to hold; for any amount where that is not told. */
  readonly acceptedDueMinor?: number;
  /** Which of our accounts that money came to, as a digest; it may be any where that is not told. */
  readonly accountDigest?: string;
  /** What is to be paid by bank transfer, as the orchestrator has the order. */
  readonly dueMinor?: number;
  /** What a person wants to be otherwise of the order. */
  readonly amended?: AmendedFacts;
  readonly erpOrderNumber?: string;
  readonly invoiceNumber?: string;
  /** Since when a person is waited for. */
  readonly since?: string;
  /** Numbers that the order is found by from now on. */
  readonly terms?: readonly Term[];
}

/** One thing that happened to an order: what a message told of it. */
export interface Happening {
  readonly messageId: string;
  readonly orderId: string;
  readonly kind: HappeningKind;
  /** When, an ISO 8601 instant of the service's clock. */
  readonly at: string;
  /** Its place in the log, among what its topic tells of the order; null where a release kept it that kept no places. */
  readonly offset: number | null;
  /** The service that told it, where the message says. */
  readonly service: string | null;
  /** Under which number it is known outside. */
  readonly reference: string | null;
  readonly step: string | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly facts: Facts;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceId: string | null;
}

const rank = new Map<HappeningKind, number>(happeningKinds.map((kind, index) => [kind, index]));

/**
 * The happenings from the first to the last, by their times; the same order however they are given.
 *
 * What tells where the order stands is among itself in the order of its log: the orchestrator tells more than one thing in
 * a millisecond, and two of its processes have two clocks.
 */
export function inOrder<H extends Pick<Happening, 'at' | 'kind' | 'messageId' | 'offset'>>(happenings: readonly H[]): H[] {
  const byTime = happenings.toSorted(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) ||
      (rank.get(a.kind) ?? 0) - (rank.get(b.kind) ?? 0) ||
      (a.messageId < b.messageId ? -1 : 1),
  );
  const inLog = inOrderOfLog(byTime.filter(({ kind }) => tellsStanding.has(kind))).values();
  return byTime.map((one) => (tellsStanding.has(one.kind) ? (inLog.next().value ?? one) : one));
}

/** Those of one topic, in the order of its log: whatever the clocks say, the last of them is the last word. */
export function inLog(happenings: readonly Happening[], ...ofTopic: readonly HappeningKind[]): Happening[] {
  return inOrderOfLog(inOrder(happenings.filter(({ kind }) => ofTopic.includes(kind))));
}

/** One without a place stands behind what came before it by time. */
function inOrderOfLog<H extends Pick<Happening, 'offset'>>(byTime: readonly H[]): H[] {
  let highest = -1;
  const placed = byTime.map((one) => {
    const place = one.offset ?? highest;
    highest = Math.max(highest, place);
    return { one, place };
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ one }) => one);
}
