import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@kervan/messaging';
import { eventually, freshDatabase, type FreshDatabase, StockCounted } from '@kervan/testing';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KafkaPlan, startKafka } from '../stack/kafka.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { freePorts } from '../stack/preflight.js';
import { createTopics } from '../topics/create-topics.js';
import { catalogueOf } from './failover-run.js';
import { type OwnConsumer, startOwnConsumer } from './own-consumer.js';

const TOPIC = 'away.stock.events.v1';
/** A broker starts, a client finds it again. */
const PATIENCE = { withinMs: 120_000 };
const INTAKE_LIMIT = 5_000;

describe('a service whose broker goes away and comes back', () => {
  let folder: string;
  let plan: KafkaPlan;
  let broker: ManagedProcess;
  let database: FreshDatabase;
  let own: OwnConsumer;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    folder = mkdtempSync(join(tmpdir(), 'broker-away-'));
    const [port, controllerPort] = (await freePorts(2)) as [number, number];
    plan = { folder, port, controllerPort, logFile: join(folder, 'kafka.log') };
    [database, broker] = [await freshDatabase(), await startKafka(plan).ready()];
    const kafka = { brokers: [`127.0.0.1:${port}`] };
    await createTopics({ kafka, topics: catalogueOf(TOPIC).topics });
    own = await startOwnConsumer(kafka, database, catalogueOf(TOPIC));
  }, 240_000);

  afterAll(async () => {
    await own?.stop();
    broker.signal('SIGKILL');
    await broker.ended();
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  }, 120_000);

  /** Takes something in, as a request does: counts of one order, in one transaction. */
  function takeIn(orderId: string, from: number, to: number): Promise<void> {
    const cause = { id: newId(), correlationId: orderId, acceptedAt: Date.now(), source: 'test' };
    return own.core.transactions.run(async (db) => {
      const tx = db.causedBy(cause);
      for (let count = from; count < to; count += 1) tx.publish(StockCounted.of({ orderId, count, countedBy: '' }));
    });
  }

  async function handledOf(orderId: string, count: number): Promise<number[]> {
    const all = await eventually(`${count} of ${orderId} are handled`, async () => {
      const seen = (await own.handled()).filter((one) => one.orderId === orderId);
      return seen.length >= count && seen;
    }, PATIENCE);
    return all.map((one) => one.count);
  }

  const range = (to: number): number[] => Array.from({ length: to }, (_, count) => count);

  it('takes in until its limit, loses nothing, is healthy all the time, and goes on by itself', { timeout: 400_000 }, async () => {
    const { core, consumer } = own;
    await takeIn('order', 0, 3);
    expect(await handledOf('order', 3)).toEqual(range(3));

    broker.signal('SIGKILL');
    await broker.ended();
    await takeIn('order', 3, 20);
    expect(core.pressure.isHigh()).toBe(false);
    await takeIn('many', 0, INTAKE_LIMIT);
    await eventually('intake is refused', () => core.pressure.isHigh());
    expect(consumer.health()).toEqual({ ok: true });
    expect(core.sender.isAlive()).toBe(true);
    expect(await own.handled()).toHaveLength(3);

    broker = await startKafka(plan).ready();
    expect(await handledOf('order', 20)).toEqual(range(20));
    expect(await handledOf('many', INTAKE_LIMIT)).toEqual(range(INTAKE_LIMIT));
    await eventually('intake goes on', () => !core.pressure.isHigh());
    expect(consumer.health()).toEqual({ ok: true });
    expect(await own.held()).toBe(0);
  });
});
