import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CompressionTypes, Kafka, logLevel, type Producer } from 'kafkajs';
import { DataSource, In } from 'typeorm';
import { contenderSettings } from '../../contender-settings.js';
import { OutboxMessage } from './entities.js';

const BATCH = 500;
const IDLE_MS = 20;

/** Sends what lies in the outbox, in bulk and in order, and deletes what the broker has. Both Nest contenders have it. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly producer: Producer;
  private stopping = false;
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly database: DataSource) {
    const { brokers, service } = contenderSettings();
    this.producer = new Kafka({ brokers: [...brokers], clientId: service, logLevel: logLevel.ERROR }).producer({ idempotent: true, maxInFlightRequests: 1 });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.producer.connect();
    this.work = this.loop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.work;
    await this.producer.disconnect();
  }

  private async loop(): Promise<void> {
    const outbox = this.database.getRepository(OutboxMessage);
    while (!this.stopping) {
      const rows = await outbox.find({ order: { id: 'ASC' }, take: BATCH });
      if (rows.length === 0) {
        await pause(IDLE_MS);
        continue;
      }
      const messages = rows.map(({ key, value, headers, lane }) => ({ key, value, headers, partition: lane }));
      await this.producer.send({ topic: rows[0]?.topic ?? '', acks: -1, compression: CompressionTypes.None, messages });
      await outbox.delete({ id: In(rows.map(({ id }) => id)) });
    }
  }
}
