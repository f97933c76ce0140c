import { mustAddUp, orderToInvoice } from '@kervan/order-orchestrator/parts';
import { SagaRuntime, sagaConsumer, sagaStore, versionsOf } from '@kervan/saga/parts';
import { catalogue } from '@kervan/contracts';
import type { ModelService } from './service-process.js';

/** order-orchestrator: the saga, on its real definition. */
export const orderOrchestrator: ModelService = {
  name: 'order-orchestrator',
  compose({ sagas = sagaStore, definition = orderToInvoice }) {
    const runtime = new SagaRuntime(versionsOf(definition), catalogue, sagas, mustAddUp);
    const SagaConsumer = sagaConsumer(runtime);
    return { calls: [], controllers: () => [new SagaConsumer() as object] };
  },
};
