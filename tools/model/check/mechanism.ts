import { headerOf } from '../kafka/model-log.js';
import { schemas } from '../run/model-world.js';
import { orderOrchestrator } from '../services/order-orchestrator.js';
import type { Finding, Ledgers } from './findings.js';

/** What is wrong between the tables and the log: lost or invented messages, positions ahead of the work, order. */
export function mechanismFindings(ledgers: Ledgers): Finding[] {
  return Object.entries(schemas).flatMap(([service, schema]) => [
    ...outboxFindings(ledgers, service, schema),
    ...inboxFindings(ledgers, service, schema),
  ]);
}

/**
 * I7: the log has what was committed to the outbox, all of it and nothing else. I9: first arrivals of a key in order of
 * commit, but that what is sent from memory may pass what the table has not been read for yet. Of a service that was set
 * back the log may lack what it had not sent by then, and what it said before it, or both before and after, is in no order
 * with what it said after.
 */
function outboxFindings({ database, log, ...ledgers }: Ledgers, service: string, schema: string): Finding[] {
  const findings: Finding[] = [];
  const lost = service === orderOrchestrator.name ? ledgers.lost : undefined;
  const outputs = database.look(schema, 'SELECT id, message_id, topic, key, handed FROM model_output ORDER BY id');
  const committed = new Map(outputs.map(({ message_id: id, handed }, at) => [id!, { at, isHanded: handed === 't' }]));
  const isBefore = ({ id }: Record<string, string>): boolean => lost !== undefined && Number(id) <= lost.lastOutput;
  const saidBefore = new Set(outputs.filter(isBefore).map(({ message_id: id }) => id!));
  const arrived = new Set<string>();
  const latest = { ofTable: new Map<string, number>(), ofAll: new Map<string, number>() };
  for (const { topic, records } of log.all()) {
    for (const record of records) {
      if (headerOf(record, 'ce_source') !== service || topic.endsWith('.dlq.v1')) continue;
      const id = headerOf(record, 'ce_id');
      const output = committed.get(id);
      if (output === undefined) {
        findings.push({ invariant: 'I7', code: 'sent-without-commit', detail: `${headerOf(record, 'ce_type')} ${id}` });
      } else if (!arrived.has(id) && !saidBefore.has(id)) {
        const key = `${topic} ${record.key?.toString()}`;
        const { at, isHanded } = output;
        const before = (isHanded ? latest.ofAll : latest.ofTable).get(key) ?? -1;
        if (before > at) findings.push({ invariant: 'I9', code: 'sent-out-of-order', detail: key });
        latest.ofAll.set(key, Math.max(at, latest.ofAll.get(key) ?? -1));
        if (!isHanded) latest.ofTable.set(key, Math.max(at, before));
      }
      arrived.add(id);
    }
  }
  for (const output of outputs) {
    const { message_id: id, topic } = output;
    const isExcused = isBefore(output) && lost?.unsent.has(id!) === true;
    if (!arrived.has(id!) && !isExcused && !topic!.endsWith('.dlq.v1')) findings.push({ invariant: 'I7', code: 'never-sent', detail: `${topic} ${id}` });
  }
  return findings;
}

/** I8, I2 and I9: whatever is before a position was handled once, in order, or is accounted for otherwise. */
function inboxFindings({ database, log, catalogue }: Ledgers, service: string, schema: string): Finding[] {
  const findings: Finding[] = [];
  const handled = database.look(schema, 'SELECT message_id, topic, key, "offset" FROM model_handled ORDER BY seq');
  const times = Map.groupBy(handled, ({ message_id: id }) => id!);
  const held = new Set(
    database.look(schema, `SELECT message_id FROM held_message WHERE state IN ('waiting', 'dead')`).map((row) => row['message_id']),
  );
  const commands = new Set(catalogue.topics.filter(({ kind }) => kind === 'commands').map(({ name }) => name));
  for (const [id, rows] of times) {
    if (rows.length > 1) findings.push({ invariant: 'I2', code: 'handled-twice', detail: `${service}: ${rows[0]!['topic']} ${id}` });
  }
  const latest = new Map<string, number>();
  for (const { topic, key, offset } of handled) {
    const name = `${topic} ${key}`;
    if ((latest.get(name) ?? -1) > Number(offset)) findings.push({ invariant: 'I9', code: 'handled-out-of-order', detail: name });
    latest.set(name, Number(offset));
  }
  const taken = handledRecords(handled.map(({ topic }) => topic!));
  for (const { topic, records } of log.all()) {
    const consumed = catalogue.topics.some((one) => one.name === topic && one.consumers.includes(service));
    if (!consumed || commands.has(topic)) continue;
    for (const record of records) {
      const id = headerOf(record, 'ce_id');
      if (times.has(id) || held.has(id) || !taken.has(topic)) continue;
      findings.push({ invariant: 'I8', code: 'passed-over', detail: `${service}: ${headerOf(record, 'ce_type')} ${id}` });
    }
  }
  return findings;
}

/** Topics that the service has handlers for; of the others it passes over everything by rule. */
function handledRecords(topics: readonly string[]): ReadonlySet<string> {
  return new Set(topics);
}
