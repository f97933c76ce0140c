import { createHook } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { RecordProducer } from '@kervan/messaging/parts';
import type { Kafka } from 'kafkajs';
import { batchOf } from './stock-records.js';

const IDLE_MS = 2_000;

/** How many timers a second a producer sets while it has nothing to do, once it has sent a batch. */
export async function idleTimers(kafka: Kafka, topic: string): Promise<number> {
  const producer = new RecordProducer(kafka);
  let made = 0;
  const hook = createHook({ init: (_, type) => void (type === 'Timeout' && (made += 1)) });
  try {
    await producer.send(batchOf(topic, 0));
    hook.enable();
    await delay(IDLE_MS);
    return Math.round(made / (IDLE_MS / 1_000));
  } finally {
    hook.disable();
    await producer.close();
  }
}
