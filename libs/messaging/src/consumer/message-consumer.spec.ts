import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { livenessLimits } from './liveness-limits.js';
import { MessageConsumer, type MessageConsumerParts } from './message-consumer.js';

const SHORT_MS = 20;

/** A client of Kafka that does all it is told and brings nothing. */
const client = new Proxy({ events: {} }, { get: (own, name) => (name in own ? own.events : async () => undefined) });
let looks: number;
let counts: number;
let consumer: MessageConsumer;

beforeEach(() => {
  Logger.overrideLogger(false);
  [looks, counts] = [0, 0];
  const heads = {
    run: async () => Promise.reject(new Error(`look ${(looks += 1)} took too long`)),
    open: async () => ({ waiting: (counts += 1), dead: 0 }),
  };
  consumer = new MessageConsumer({
    consumer: 'test',
    kafka: { consumer: () => client },
    intake: { groupId: 'test', topics: [], sessionTimeoutMs: 1_000, heartbeatIntervalMs: 100 },
    progress: { read: async () => [] },
    starts: { settle: async () => undefined },
    heads,
    sender: { isSaturated: () => false },
    checkIntervalMs: SHORT_MS,
    liveness: livenessLimits,
    fatal: () => undefined,
  } as unknown as MessageConsumerParts);
});

afterEach(() => consumer.stop());

it('a failing look for due held messages keeps nothing else from its turn, and is made again at its own', async () => {
  await consumer.start();
  await vi.waitFor(() => expect(looks).toBeGreaterThan(1));
  expect(counts).toBeGreaterThan(0);
  const before = looks;
  await delay(5 * SHORT_MS);
  expect(looks - before).toBeLessThan(2);
});
