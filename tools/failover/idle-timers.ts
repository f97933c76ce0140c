import { createHook } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordSender } from '../kafka-client/client-door.js';
import { batchOf } from './stock-records.js';

const IDLE_MS = 2_000;

/** How many timers a second a client sets while it has nothing to do, once it has sent a batch. */
export async function idleTimers(sender: RecordSender, topic: string): Promise<number> {
  let made = 0;
  const hook = createHook({ init: (_, type) => void (type === 'Timeout' && (made += 1)) });
  try {
    await sender.send(batchOf(topic, 0));
    hook.enable();
    await delay(IDLE_MS);
    return Math.round(made / (IDLE_MS / 1_000));
  } finally {
    hook.disable();
    await sender.close();
  }
}
