import { type DynamicModule, Module } from '@nestjs/common';
import type { Catalogue } from '@kervan/contracts';
import { DISCARD_NOTICE } from '@kervan/messaging';
import { type DatabaseConnection, Lifecycle } from '@kervan/service-host';
import type { SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import { givenUpStart } from './given-up-start.js';
import { sagaConsumer } from './saga.consumer.js';
import { SagaReader } from './saga-reader.js';
import { SagaRuntime, versionsOf } from './saga-runtime.js';
import { observeSagas } from './saga-signals.js';
import { sagaStore } from './saga-store.js';

/** What a service tells about the saga that it runs. */
export interface SagaOptions<Data extends SagaData, Order extends SagaOrder> {
  /** The version on which new sagas start. */
  readonly definition: SagaDefinition<Data, Order>;
  /** Versions on which sagas may still be under way. */
  readonly earlier?: readonly SagaDefinition<Data, Order>[];
  /** Looks at every start before a saga begins with it; what it throws is the fate of that message alone. */
  readonly checkStart?: (start: Start<Order>) => void;
  /** What beginnings and ends are counted by, such as the company; few values. Nothing by default. */
  readonly countedBy?: (data: Data) => Readonly<Record<string, string>>;
  readonly catalogue: Catalogue;
  readonly database: DatabaseConnection;
}

/**
 * Runs a saga in a service, and gives it `SagaReader` to look at its instances with. A start that a person discards ends its
 * order.
 *
 * Needs MessagingModule beside it. At most one saga per service.
 */
@Module({})
export class SagaModule {
  static forRoot<Data extends SagaData, Order extends SagaOrder>(options: SagaOptions<Data, Order>): DynamicModule {
    const { definition, earlier = [], checkStart, countedBy, catalogue, database } = options;
    const versions = versionsOf(definition, ...earlier);
    const runtime = new SagaRuntime(versions, catalogue, sagaStore, checkStart, countedBy);
    return {
      module: SagaModule,
      global: true,
      controllers: [sagaConsumer(runtime)],
      providers: [
        {
          provide: SagaReader,
          useFactory: (lifecycle: Lifecycle) => {
            const reader = new SagaReader(database, versions);
            observeSagas(() => reader.standing(), () => reader.attention());
            lifecycle.onStop('database', 'saga reader', () => reader.close());
            return reader;
          },
          inject: [Lifecycle],
        },
        { provide: DISCARD_NOTICE, useValue: givenUpStart(definition, sagaStore) },
      ],
      exports: [SagaReader, DISCARD_NOTICE],
    };
  }
}
