import {
  OrderAttentionResolved, OrderCompleted, OrderNeedsAttention, OrderReversed, OrderTaken, PaymentStatus, type RecordType,
} from '@kervan/contracts';
import { sumOf } from '../persons/amendments.js';
import { type OrderInstance, standOf } from '../persons/stand.js';
import type { Finding, Ledgers } from './findings.js';
import { toldOf } from './told.js';

const WORDS: readonly RecordType<unknown>[] = [OrderNeedsAttention, OrderAttentionResolved, OrderCompleted, OrderReversed];

/** Where the last that others were told of an order is not how it stands: whether it has ended or waits, and what is due. */
export function tellingFindings(ledgers: Ledgers): Finding[] {
  const { database, orders } = ledgers;
  const outputs = database.look('saga', 'SELECT id, message_id FROM model_output ORDER BY id');
  const places = new Map(outputs.map(({ id, message_id: message }) => [message!, Number(id)]));
  return orders.flatMap(({ name, orderId }) => {
    const stand = standOf(database, orderId);
    if (!stand) return [];
    const last = <T>(...records: readonly RecordType<T>[]) => {
      const told = records.flatMap((record) => toldOf(ledgers.log, record, orderId).map((one) => ({ ...one, record })));
      return told.toSorted((one, other) => places.get(one.id)! - places.get(other.id)!).at(-1);
    };
    const word = last(...WORDS);
    const due = last(OrderTaken)?.data.receivable?.dueMinor;
    return [
      ...(isSo(stand, word) ? [] : [{ invariant: 'I1', code: 'told-otherwise', detail: `${name}: ${word?.record.fullName}` } as const]),
      ...(due === sumOf(stand.order.value(), PaymentStatus.due) ? [] : [{ invariant: 'I1', code: 'due-told-otherwise', detail: name } as const]),
    ];
  });
}

function isSo({ status, attention }: OrderInstance, told: { readonly record: RecordType<unknown>; readonly data: unknown } | undefined): boolean {
  if (status === 'completed') return told?.record === OrderCompleted;
  if (status === 'compensated') return told?.record === OrderReversed;
  if (status !== 'needs_attention') return true;
  return told?.record === OrderNeedsAttention && (told.data as OrderNeedsAttention).code === attention?.code;
}
