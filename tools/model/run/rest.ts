import type { Catalogue } from '@kervan/contracts';
import type { ModelLog } from '../kafka/model-log.js';
import type { ModelDatabase } from '../postgres/model-database.js';
import { schemas } from './model-world.js';

/** What keeps a run from being over: something is on its way, or will be tried again by itself. */
const UNREST = `
  SELECT 'outbox' AS what, count(*)::int AS count FROM outbox_message
  UNION ALL SELECT 'held', count(*)::int FROM held_message WHERE state = 'waiting'`;
const UNREST_OF_CALLS = `
  UNION ALL SELECT 'calls', count(*)::int FROM outbound_open_call WHERE state <> 'unknown' OR due_at < 'infinity'`;
const UNREST_OF_SAGAS = `
  UNION ALL SELECT 'sagas', count(*)::int FROM saga_instance WHERE status = 'running'`;
const UNREST_OF_TIMERS = `
  UNION ALL SELECT 'timers', count(*)::int FROM scheduled_message`;

const extra: Readonly<Record<string, string>> = {
  'order-orchestrator': UNREST_OF_SAGAS,
  'erp-writer': UNREST_OF_CALLS,
  'einvoice-sender': UNREST_OF_CALLS + UNREST_OF_TIMERS,
};

/** Lets a person see to what is dead, as with a redrive of each. */
const REDRIVE = `UPDATE held_message SET state = 'waiting', due_at = now() WHERE state = 'dead' RETURNING id`;

/** Whether nothing would happen any more, however long one waits. What is dead is redriven first. */
export function isAtRest(database: ModelDatabase, log: ModelLog, catalogue: Catalogue): boolean {
  let isRest = true;
  for (const [service, schema] of Object.entries(schemas)) {
    if (database.look(schema, REDRIVE).length > 0) isRest = false;
    const [unrest] = database.look(schema, `SELECT coalesce(sum(count), 0) AS sum FROM (${UNREST}${extra[service] ?? ''}) unrest`);
    if (unrest?.['sum'] !== '0') isRest = false;
    if (isBehind(database, log, catalogue, service, schema)) isRest = false;
  }
  return isRest;
}

function isBehind(database: ModelDatabase, log: ModelLog, { topics }: Catalogue, service: string, schema: string): boolean {
  const rows = database.look(schema, 'SELECT topic, partition, next_offset FROM consumer_progress');
  const positions = new Map(rows.map(({ topic, partition, next_offset: next }) => [`${topic} ${partition}`, Number(next)]));
  const consumed = new Set(topics.filter(({ consumers }) => consumers.includes(service)).map(({ name }) => name));
  return [...log.all()].some(({ topic, partition, records }) => {
    return consumed.has(topic) && records.length > (positions.get(`${topic} ${partition}`) ?? 0);
  });
}
