import { mustAddUp, orderToInvoice } from '@kervan/order-orchestrator/parts';
import { SagaRuntime, sagaConsumer, sagaStore, versionsOf } from '@kervan/saga/parts';
import { catalogue } from '@kervan/contracts';
import type { ModelService } from './service-process.js';

/** order-orchestrator: the saga, on its real definition. */
export const orderOrchestrator: ModelService = {
  name: 'order-orchestrator',
  compose({ sagas = sagaStore }) {
    const runtime = new SagaRuntime(versionsOf(orderToInvoice), catalogue, sagas, mustAddUp);
    const SagaConsumer = sagaConsumer(runtime);
    return { calls: [], controllers: () => [new SagaConsumer() as object] };
  },
};
