import { createHash } from 'node:crypto';
import { type Catalogue, type Message, OrderCancelled, OrderPlaced, PaymentMatched, type RecordType } from '@kervan/contracts';
import { derivedId, laneOf } from '@kervan/messaging';
import { frame } from '@kervan/messaging/parts';
import type { NewRecord } from '../kafka/model-log.js';
import type { BankLine, PlannedOrder } from './plan.js';

function recordsOf({ topics }: Catalogue): RecordType<unknown>[] {
  return [...new Set(topics.flatMap(({ records }) => records))];
}

/** The ids under which the schemas of a catalogue are registered in the model, by the records' full names. */
export function schemaIds(catalogue: Catalogue): ReadonlyMap<string, number> {
  return new Map(recordsOf(catalogue).map(({ fullName }, at) => [fullName, at + 1]));
}

/** The rows of `registered_schema` of every service. */
export function registeredSchemas(catalogue: Catalogue): { fingerprint: string; id: number; schema: string }[] {
  const ids = schemaIds(catalogue);
  return recordsOf(catalogue).map(({ fullName, schema }) => {
    return { fingerprint: createHash('sha256').update(schema).digest('hex'), id: ids.get(fullName)!, schema };
  });
}

/** Writes what comes from outside as the services that take it in would. */
export class Inputs {
  private readonly ids: ReadonlyMap<string, number>;

  constructor(private readonly catalogue: Catalogue) {
    this.ids = schemaIds(catalogue);
  }

  placed({ orderId, order }: PlannedOrder): NewRecord {
    return this.record(OrderPlaced.of({ orderId, order }), orderId, 'placed');
  }

  cancelled({ orderId, order }: PlannedOrder): NewRecord {
    const { orderNumber } = order;
    const told = { reason: 'changed their mind', requestedBy: 'customer', cancelledAt: '2026-11-21T07:00:01.000Z' };
    return this.record(OrderCancelled.of({ orderId, orderNumber, ...told }), orderId, 'cancelled');
  }

  paid({ orderId }: PlannedOrder, { amountMinor, reference, acceptedDueMinor }: BankLine): NewRecord {
    const line = {
      orderId, invoiceNumber: null, amountMinor, currency: 'TRY', valueDate: '2026-11-21',
      statementReference: reference, matchedAt: '2026-11-21T07:00:01.000Z',
      settlesOrder: acceptedDueMinor !== undefined, acceptedDueMinor: acceptedDueMinor ?? null, accountDigest: null,
    };
    return this.record(PaymentMatched.of(line), orderId, reference);
  }

  /** What administration sends for a person's act. */
  act(message: Message<{ readonly orderId: string; readonly actId: string }>): NewRecord {
    const { orderId, actId } = message.data;
    return this.record(message, orderId, actId);
  }

  private record({ type, data }: Message, orderId: string, what: string): NewRecord {
    const id = derivedId(Date.UTC(2026, 10, 21, 7), 'model', orderId, what);
    const [topic] = this.catalogue.topicsOf(type);
    return {
      topic: topic!.name,
      partition: laneOf(orderId),
      key: Buffer.from(orderId),
      value: frame(this.ids.get(type.fullName)!, type.encode(data)),
      headers: {
        ce_id: id,
        ce_type: type.fullName,
        ce_source: 'model',
        ce_time: '2026-11-21T07:00:00.000Z',
        ce_correlationid: `correlation of ${orderId}`,
      },
    };
  }
}
