import { Controller, type Type } from '@nestjs/common';
import type { RecordType } from '@kervan/contracts';
import { ConsumesAll, type DatabaseTransaction } from '@kervan/messaging';
import type { SagaInput } from './saga-runtime.js';

/** What a consumer of sagas hands its messages to. */
export interface TakesSagaInputs {
  readonly takes: readonly RecordType<unknown>[];
  handleAll(inputs: readonly SagaInput[], db: DatabaseTransaction): Promise<void>;
}

/**
 * Makes the controller that gives a saga everything that it takes.
 *
 * Redelivery is harmless: the place in the topics, state, history, timers and messages commit together.
 */
export function sagaConsumer(runtime: TakesSagaInputs): Type {
  @Controller()
  class SagaConsumer {
    @ConsumesAll(...(runtime.takes as readonly RecordType<never>[]))
    handleAll(inputs: readonly SagaInput[], db: DatabaseTransaction): Promise<void> {
      return runtime.handleAll(inputs, db);
    }
  }
  return SagaConsumer;
}
