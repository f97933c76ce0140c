import type { Order } from '@kervan/contracts';
import type { OrderToInvoice } from '@kervan/order-orchestrator/parts';
import type { SagaDefinition } from '@kervan/saga';
import type { NewRecord } from '../kafka/model-log.js';
import type { Machine } from '../machine/machine.js';
import type { ModelErp } from '../outside/model-erp.js';
import type { ModelDatabase } from '../postgres/model-database.js';
import type { PostgresServer } from '../postgres/postgres-server.js';
import type { Inputs } from '../run/inputs.js';
import type { PlannedOrder } from '../run/plan.js';

/** What persons see, and what they have their say through. */
export interface Office {
  readonly machine: Machine;
  readonly database: ModelDatabase;
  readonly postgres: PostgresServer;
  readonly erp: ModelErp;
  readonly orders: readonly PlannedOrder[];
  readonly inputs: Inputs;
  readonly definition: SagaDefinition<OrderToInvoice, Order>;
  say(afterMs: number, record: NewRecord): void;
}
