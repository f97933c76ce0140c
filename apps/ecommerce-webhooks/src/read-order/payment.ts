import { withCardNumberMasked } from '@kervan/commerce';
import { type Payment, PaymentStatus } from '@kervan/contracts';
import type { Mapping } from '../shop/shop-profile.js';
import type { Findings, Path } from './findings.js';

type Gateway = Mapping['payments'][string];

/** What the shop's profile says of a payment method, by the vendor's name for it; '*' is every other. */
export function gatewayOf({ payments }: Pick<Mapping, 'payments'>, name: string): Gateway | undefined {
  const wanted = name.trim().toLocaleLowerCase('en');
  const known = Object.entries(payments).find(([each]) => each.toLocaleLowerCase('en') === wanted);
  return (known ?? Object.entries(payments).find(([each]) => each === '*'))?.[1];
}

/** Whether an order that is not paid yet is placed all the same, its payment due. */
export function isDueWhilePending(mapping: Pick<Mapping, 'payments'>, gateways: readonly string[]): boolean {
  return gateways.length > 0 && gateways.every((name) => gatewayOf(mapping, name)?.whenPending === 'due');
}

/** How an order is paid, as its vendor tells it. */
export interface ShopPayment {
  readonly gateways: readonly string[];
  readonly paid: boolean;
  readonly reference?: string | null | undefined;
  readonly totalMinor: number;
  readonly at: Path;
}

/**
 * The one payment of an order; none where there is nothing to pay.
 *
 * Some gateways tell the number of a card: past this place there are its last four digits.
 * Several methods count as one where they are one to us; else nobody knows how much each has brought.
 */
export function paymentsOf(payment: ShopPayment, mapping: Pick<Mapping, 'payments'>, findings: Findings): Payment[] {
  const { gateways, paid, reference, totalMinor, at } = payment;
  if (totalMinor === 0) return [];
  const known = gateways.map((name) => gatewayOf(mapping, name));
  const [first] = known;
  if (first === undefined || known.includes(undefined)) {
    findings.add(at, 'unknown-payment-method', "The shop's profile does not say what this payment method is.");
    return [];
  }
  if (known.some((gateway) => gateway?.method !== first.method || gateway.whenPaid !== first.whenPaid)) {
    findings.add(at, 'several-payment-methods', 'Nobody tells how much was paid by which method.');
  }
  const due = paid ? first.whenPaid === 'due' : true;
  return [
    {
      method: first.method,
      amountMinor: totalMinor,
      status: due ? PaymentStatus.due : PaymentStatus.captured,
      reference: reference ? withCardNumberMasked(reference) : null,
      dueDate: null,
    },
  ];
}
