import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { OrderCompleted, OrderNeedsAttention, OrderReversed } from '@kervan/contracts';
import { Kafka, logLevel } from 'kafkajs';

/** How an order came to rest. */
export interface OrderOutcome {
  readonly orderId: string;
  readonly completed: boolean;
  /** When it was published; milliseconds since 1970. */
  readonly at: number;
}

const TOPIC = 'fulfilment.order.events.v1';
const GATHER = { maxWaitTimeInMs: 50, minBytes: 64 * 1024 };

/** Tells how orders come to rest, as the orchestrator publishes it; resolves once everything from now on will be told. */
export async function watchOutcomes(kafkaBrokers: string, tell: (outcome: OrderOutcome) => void): Promise<void> {
  const kafka = new Kafka({ brokers: kafkaBrokers.split(','), clientId: 'bench', logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, ...GATHER });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  let assigned = false;
  consumer.on(consumer.events.GROUP_JOIN, () => (assigned = true));
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch, resolveOffset }) => {
      for (const { headers, key, timestamp, offset } of batch.messages) {
        const completed = endings.get(String(headers?.ce_type));
        if (completed !== undefined) tell({ orderId: String(key), completed, at: Number(timestamp) });
        resolveOffset(offset);
      }
      return Promise.resolve();
    },
  });
  while (!assigned) await pause(50);
}

const endings = new Map([
  [OrderCompleted.fullName, true],
  [OrderReversed.fullName, false],
  [OrderNeedsAttention.fullName, false],
]);
