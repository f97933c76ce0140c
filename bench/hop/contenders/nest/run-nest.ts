import 'reflect-metadata';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type KafkaOptions, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { contenderSettings } from '../../contender-settings.js';
import { HopOrder, InboxEntry, OutboxMessage } from './entities.js';
import { OutboxRelay } from './outbox-relay.js';

/** What the two Nest contenders differ in, beside their controller. */
export interface NestTuning {
  /** Connections to the database; TypeORM's default where there is none. */
  readonly poolSize?: number;
  readonly run?: NonNullable<KafkaOptions['options']>['run'];
}

@Module({})
class HopModule {
  static of(controller: Type, { poolSize }: NestTuning): DynamicModule {
    const database = {
      provide: DataSource,
      useFactory: () =>
        new DataSource({
          type: 'postgres',
          url: contenderSettings().databaseUrl,
          entities: [InboxEntry, HopOrder, OutboxMessage],
          ...(poolSize && { poolSize }),
        }).initialize(),
    };
    return { module: HopModule, controllers: [controller], providers: [database, OutboxRelay] };
  }
}

/** Runs a controller as a Nest microservice on Nest's own Kafka transport. */
export async function runNest(controller: Type, tuning: NestTuning): Promise<void> {
  const { brokers, service } = contenderSettings();
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(HopModule.of(controller, tuning), {
    transport: Transport.KAFKA,
    logger: ['error', 'warn'],
    options: {
      client: { clientId: service, brokers: [...brokers] },
      consumer: { groupId: service },
      subscribe: { fromBeginning: true },
      ...(tuning.run && { run: tuning.run }),
    },
  });
  app.enableShutdownHooks();
  await app.listen();
}
