import { decimalFromMinor, paymentDiscrepancies, sumMinor } from '@kervan/commerce';
import {
  type AllowanceOrCharge,
  type Order,
  type OrderLine,
  type OrderTotals,
  type Payment,
  PaymentStatus,
} from '@kervan/contracts';
import { coded } from '@kervan/service-host';
import { z } from 'zod';
import type { ShopProfile } from '../../shop/shop-profile.js';
import { addressOf, buyerOf } from '../buyer.js';
import { Findings, fitting, type Path } from '../findings.js';
import type { OrderMoney } from '../money.js';
import { checkCurrency, checkInvoiceable, checkSums, minorOf, orderOf } from '../order.js';
import { payable } from '../payable.js';
import {
  type Delivery,
  FINAL_VERSION,
  type Sold,
  Stage,
  type ToldOrder,
  Unusable,
  type WhatItSays,
} from '../reading.js';
import { taxRateOf } from '../tax-rate.js';
import { plainText } from '../text.js';
import { type StandardOrder, standardCancelled, standardPlaced, StandardType } from './standard-payload.js';

const head = z.looseObject({ type: z.string({ error: coded('invalid-field', 'the type of the event') }) });

/**
 * What the payload of a Standard Webhooks sender says: our own form of an order. Its type is signed with it.
 *
 * @throws {Unusable}
 */
export function readStandard({ receivedAt }: Delivery, content: unknown, profile: ShopProfile): WhatItSays {
  const { type } = fitting(head, content);
  if (type === StandardType.cancelled) return cancellation(content, receivedAt, profile);
  if (type !== StandardType.placed) {
    throw new Unusable([{ pointer: '#/type', code: 'unknown-topic', detail: 'Nothing is done about this type.' }]);
  }
  const { data } = fitting(standardPlaced, content);
  const orderNumber = `${profile.code}-${data.orderNumber}`;
  if (data.test) return { kind: 'ignored', reason: 'test-order', orderNumber };
  const told: ToldOrder = {
    place: () => ({ order: new StandardTranslation(data, profile).order(orderNumber), taxRates: {} }),
    sold: () => ({ sold: new StandardTranslation(data, profile).sold(), taxRates: {} }),
  };
  return payable({ orderKey: data.orderNumber, orderNumber, version: data.version }, told);
}

/** The type of a payload, which is the topic of its delivery; empty where there is none that could be one. */
export function standardTypeOf(content: unknown): string {
  const type = head.safeParse(content).data?.type ?? '';
  return /^[a-z][a-z0-9_.]{0,63}$/.test(type) ? type : '';
}

function cancellation(content: unknown, receivedAt: Date, { code }: ShopProfile): WhatItSays {
  const { data } = fitting(standardCancelled, content);
  const { orderNumber, version = FINAL_VERSION, reason, cancelledAt } = data;
  const order = { orderKey: orderNumber, orderNumber: `${code}-${orderNumber}`, version };
  const at = cancelledAt === undefined ? receivedAt : new Date(cancelledAt);
  return { kind: 'event', event: { ...order, stage: Stage.cancelled, reason, cancelledAt: at.toISOString() } };
}

class StandardTranslation {
  private readonly findings = new Findings();

  constructor(
    private readonly data: StandardOrder,
    private readonly profile: ShopProfile,
  ) {}

  order(orderNumber: string): Order {
    const { data, profile, findings } = this;
    checkCurrency(data.currency, profile.mapping.currency, ['data', 'currency'], findings);
    findings.settle();
    const money = this.money();
    const rest = { ...money, buyer: this.buyer(), deliverTo: this.deliverTo(), payments: this.payments() };
    findings.settle();
    const head = { ...data, orderNumber, placedAt: new Date(data.placedAt).toISOString(), shopOrder: data.orderNumber };
    const order = orderOf(head, profile, rest);
    findings.check(['data'], undefined, () => checkInvoiceable(order, findings, placeOf));
    findings.settle();
    this.checkPayments(order);
    findings.settle();
    return order;
  }

  sold(): Sold {
    const { data, findings } = this;
    const sold = { currency: data.currency, ...this.money() };
    findings.settle();
    findings.check(['data'], undefined, () => checkSums(sold, findings, placeOf));
    findings.settle();
    return sold;
  }

  private money(): OrderMoney {
    const { data } = this;
    const lines = data.lines.map((line, index) => this.line(line, index));
    const discounts = this.discounts(data.discounts, ['data', 'discounts']);
    const charges = data.charges.map(({ reason, amount, taxRate }, index) => ({
      reason: plainText(reason),
      amountMinor: this.minor(amount, ['data', 'charges', index, 'amount']),
      tax: taxRateOf(taxRate, this.profile.mapping),
    }));
    const taxes = data.taxes.map(({ rate, taxable, tax }, index) => ({
      tax: taxRateOf(rate, this.profile.mapping),
      taxableMinor: this.minor(taxable, ['data', 'taxes', index, 'taxable']),
      taxMinor: this.minor(tax, ['data', 'taxes', index, 'tax']),
    }));
    const totals = this.totals(lines, discounts, charges);
    return { pricesIncludeTax: data.pricesIncludeTax, lines, discounts, charges, taxes, totals };
  }

  private line(line: StandardOrder['lines'][number], index: number): OrderLine {
    const at = ['data', 'lines', index];
    return {
      lineNumber: index + 1,
      articleId: line.articleId,
      gtin: line.gtin ?? null,
      name: plainText(line.name),
      quantity: line.quantity,
      unitCode: line.unitCode ?? this.profile.mapping.unitCode,
      unitPrice: line.unitPrice,
      discounts: this.discounts(line.discounts, [...at, 'discounts']),
      charges: [],
      amountMinor: this.minor(line.amount, [...at, 'amount']),
      tax: taxRateOf(line.taxRate, this.profile.mapping),
    };
  }

  private discounts(discounts: StandardOrder['discounts'], at: Path): AllowanceOrCharge[] {
    return discounts.map(({ reason, amount }, index) => ({
      reason: plainText(reason),
      amountMinor: this.minor(amount, [...at, index, 'amount']),
      tax: null,
    }));
  }

  private totals(...parts: readonly (readonly { readonly amountMinor: number }[])[]): OrderTotals {
    const { net, tax, gross } = this.data.totals;
    const sum = (of: readonly { readonly amountMinor: number }[] = []): number =>
      this.findings.check(['data', 'totals'], 0, () => sumMinor(of.map(({ amountMinor }) => amountMinor)));
    return {
      linesMinor: sum(parts[0]),
      discountMinor: sum(parts[1]),
      chargeMinor: sum(parts[2]),
      netMinor: this.minor(net, ['data', 'totals', 'net']),
      taxMinor: this.minor(tax, ['data', 'totals', 'tax']),
      grossMinor: this.minor(gross, ['data', 'totals', 'gross']),
    };
  }

  private payments(): Payment[] {
    return this.data.payments.map(({ method, amount, status, reference, dueDate }, index) => ({
      method,
      amountMinor: this.minor(amount, ['data', 'payments', index, 'amount']),
      status: PaymentStatus[status],
      reference: reference ?? null,
      dueDate: dueDate ?? null,
    }));
  }

  private checkPayments(order: Order): void {
    for (const { pointer, code, expectedMinor, actualMinor } of paymentDiscrepancies(order)) {
      const [expected, actual] = [expectedMinor, actualMinor].map((minor) => decimalFromMinor(minor, order.currency));
      this.findings.add(placeOf(pointer), code, 'They are not the total.', { expected, actual });
    }
  }

  private buyer(): Order['buyer'] {
    const { buyer } = this.data;
    if (!buyer) return null;
    const at = { name: ['data', 'buyer'], taxId: ['data', 'buyer', 'taxId'], address: ['data', 'buyer', 'address'] };
    return buyerOf({ ...buyer, address: this.address(buyer.address), at }, this.findings);
  }

  private deliverTo(): Order['deliverTo'] {
    return this.address(this.data.deliverTo ?? this.data.buyer?.address);
  }

  private address(address: StandardOrder['deliverTo']): Order['deliverTo'] {
    return address ? addressOf({ ...address, street: [address.street], region: address.district }) : null;
  }

  private minor(text: string, at: Path): number {
    return this.findings.check(at, 0, () => minorOf(text, this.data.currency));
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  amountMinor: 'amount',
  taxableMinor: 'taxable',
  taxMinor: 'tax',
  netMinor: 'net',
  grossMinor: 'gross',
};

/** Where the payload tells what the order has at a pointer. */
function placeOf(pointer: string): Path {
  return [
    'data',
    ...pointer
      .split('/')
      .slice(1)
      .map((name) => FIELDS[name] ?? name),
  ];
}
