import { type DynamicModule, Inject, Module, Optional } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Catalogue } from '@kervan/contracts';
import {
  type DatabaseConnection,
  HealthRegistry,
  type KafkaConnection,
  Lifecycle,
  type RegistryConnection,
  TRANSPORT_STRATEGY,
} from '@kervan/service-host';
import { AuditController } from '../audit/audit.controller.js';
import { AuditLog } from '../audit/audit-log.js';
import { Batches } from '../batch/batches.js';
import { COMMAND_WITHDRAWAL, type CommandWithdrawal } from '../command/command-withdrawal.js';
import type { Pacing } from '../consumer/chunk-queue.js';
import { createMessageConsumer } from '../consumer/create-message-consumer.js';
import { INTAKE_LIMIT, type IntakeLimit } from '../consumer/intake-limit.js';
import { IntakePauses } from '../consumer/intake-pauses.js';
import type { MessageConsumer } from '../consumer/message-consumer.js';
import { DISCARD_NOTICE, type DiscardNotice } from '../held/discard-notice.js';
import { HeldBatchesController } from '../held/held-batches.controller.js';
import { HeldController } from '../held/held.controller.js';
import { HeldMessages } from '../held/held-messages.js';
import { HeldRedrives } from '../held/held-redrives.js';
import { SingletonJobs } from '../job/singleton-jobs.js';
import { LANES } from '../kafka/lane.js';
import { createMessagingCore, type MessagingCore } from '../messaging-core.js';
import { OutboxController } from '../outbox/outbox.controller.js';
import { OutboxPressure } from '../outbox/outbox-pressure.js';
import { StuckOutputs } from '../outbox/stuck-outputs.js';
import { Transactions } from '../transaction/transactions.js';
import { KafkaStrategy } from './kafka.strategy.js';
import { consumedTopics, StartChecks } from './start-checks.js';

/** What a service tells messaging about itself and its surroundings. */
export interface MessagingOptions {
  /** The service's name: of its consumer, its group and its messages' source. */
  readonly service: string;
  readonly kafka: KafkaConnection & { readonly sessionTimeoutMs: number; readonly heartbeatIntervalMs: number };
  readonly registry: RegistryConnection;
  readonly database: DatabaseConnection;
  readonly catalogue: Catalogue;
  /** How what it consumes is gathered; default: as for an order on its way. */
  readonly pacing?: Pacing;
}

const OPTIONS = Symbol('MessagingOptions');
const CORE = Symbol('MessagingCore');

/**
 * Gives a service its messaging: `Transactions` to write with, `@Consumes` to be called by, held messages under
 * `/admin/held`, the acts of persons under `/admin/audit`.
 *
 * Which topics it consumes follows from its handlers. Everything starts and stops with the Lifecycle.
 */
@Module({})
export class MessagingModule {
  private consumer: MessageConsumer | undefined;

  constructor(
    @Inject(OPTIONS) private readonly options: MessagingOptions,
    @Inject(CORE) private readonly core: MessagingCore,
    @Inject(TRANSPORT_STRATEGY) private readonly strategy: KafkaStrategy,
    private readonly checks: StartChecks,
    private readonly pauses: IntakePauses,
    lifecycle: Lifecycle,
    health: HealthRegistry,
    @Optional() @Inject(INTAKE_LIMIT) private readonly limit?: IntakeLimit,
  ) {
    core.register(lifecycle, health);
    lifecycle.onStart('consumers', 'messages', () => this.start(health, lifecycle));
    lifecycle.onStop('consumers', 'messages', () => this.consumer?.stop());
  }

  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: [HeldBatchesController, HeldController, OutboxController, AuditController],
      providers: [
        StartChecks,
        IntakePauses,
        { provide: OPTIONS, useValue: options },
        {
          provide: CORE,
          useFactory: (withdrawal?: CommandWithdrawal, discardNotice?: DiscardNotice) =>
            createMessagingCore({ ...options, ...(withdrawal && { withdrawal }), ...(discardNotice && { discardNotice }) }),
          inject: [
            { token: COMMAND_WITHDRAWAL, optional: true },
            { token: DISCARD_NOTICE, optional: true },
          ],
        },
        { provide: TRANSPORT_STRATEGY, useClass: KafkaStrategy },
        { provide: Transactions, useFactory: (core: MessagingCore) => core.transactions, inject: [CORE] },
        { provide: SingletonJobs, useFactory: (core: MessagingCore) => core.jobs, inject: [CORE] },
        { provide: AuditLog, useFactory: (core: MessagingCore) => core.audit, inject: [CORE] },
        { provide: Batches, useFactory: (core: MessagingCore) => core.batches, inject: [CORE] },
        {
          provide: StuckOutputs,
          useFactory: ({ administration: db, transactions, audit }: MessagingCore) => new StuckOutputs({ db, transactions, audit }),
          inject: [CORE],
        },
        { provide: OutboxPressure, useFactory: (core: MessagingCore) => core.pressure, inject: [CORE] },
        { provide: HeldMessages, useFactory: (core: MessagingCore) => core.held, inject: [CORE] },
        { provide: HeldRedrives, useFactory: (core: MessagingCore) => core.redrives, inject: [CORE] },
      ],
      exports: [Transactions, SingletonJobs, OutboxPressure, HeldMessages, AuditLog, Batches, IntakePauses],
    };
  }

  private async start(health: HealthRegistry, lifecycle: Lifecycle): Promise<void> {
    const { service, catalogue, pacing, kafka: { sessionTimeoutMs, heartbeatIntervalMs } } = this.options;
    this.checks.assertHandlersAreBound();
    const handlers = this.strategy.handlers(catalogue);
    const topics = consumedTopics(catalogue, handlers, service);
    if (topics.length === 0) return this.core.sender.ownLanes(Array.from({ length: LANES }, (_, lane) => lane));
    const fatal = (cause: Error): void => lifecycle.fail(new Error('consumption has ended for good', { cause }));
    const consumer = createMessageConsumer(
      { service, topics, handlers, pacing, sessionTimeoutMs, heartbeatIntervalMs, fatal },
      { ...this.core, catalogue, limit: this.limit },
    );
    this.consumer = consumer;
    this.pauses.follow(consumer);
    health.live('consumer', () => consumer.health());
    await consumer.start();
  }
}
