import { catalogue } from '@kervan/contracts';
import { einvoiceSenderMigrations } from '@kervan/einvoice-sender/parts';
import { erpWriterMigrations } from '@kervan/erp-writer/parts';
import { orderOrchestratorMigrations } from '@kervan/order-orchestrator/parts';
import { ModelDatabase, type ModelSchema } from '../postgres/model-database.js';
import { registeredSchemas } from './inputs.js';

/** The schema of each service's tables in the model's Postgres. */
export const schemas: Readonly<Record<string, string>> = {
  'order-orchestrator': 'saga',
  'erp-writer': 'erp',
  'einvoice-sender': 'einvoice',
};

const tables: readonly ModelSchema[] = [
  { name: 'saga', migrations: orderOrchestratorMigrations },
  { name: 'erp', migrations: erpWriterMigrations },
  { name: 'einvoice', migrations: einvoiceSenderMigrations },
];

/** Opens the database that runs share, one after another. Takes a few seconds. */
export function openModelDatabase(): Promise<ModelDatabase> {
  return ModelDatabase.open(tables, registeredSchemas(catalogue));
}
