import type { Catalogue } from '@kervan/contracts';
import { expect, it } from 'vitest';
import { ModelLog } from '../kafka/model-log.js';
import type { Ledgers } from './findings.js';
import { mechanismFindings } from './mechanism.js';
import { sagaFindings } from './sagas.js';

type Output = readonly [id: number, message: string];

const rowOf = ([id, message]: Output) => ({ id: String(id), message_id: message, topic: 'erp', key: 'order', handed: 'f' });

/** What a run has left whose order-orchestrator was set back; outputs up to the third went into the outbox before that. */
function ledgers(outputs: readonly Output[], sent: readonly string[], effects: readonly string[] = []): Ledgers {
  const look = (schema: string, sql: string): Record<string, string>[] => {
    if (schema !== 'saga') return [];
    if (sql.includes('model_output')) return outputs.map(rowOf);
    return sql.includes('saga_history') ? effects.map((effect) => ({ instance_id: 'one', effect })) : [];
  };
  const log = new ModelLog(() => 0);
  const headers = { ce_source: 'order-orchestrator', ce_type: 'Command' };
  log.append(sent.map((id) => ({ topic: 'erp', partition: 0, key: Buffer.from('order'), value: null, headers: { ...headers, ce_id: id } })));
  const lost = { unsent: new Set(['c']), lastOutput: 3 };
  return { database: { look }, catalogue: { topics: [] } as unknown as Catalogue, orders: [], integrator: { conflicts: [] }, log, lost } as unknown as Ledgers;
}

const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);
const before: readonly Output[] = [[1, 'a'], [2, 'b'], [3, 'c']];

it('what was not sent before a service was set back need not be sent, unless it was said again', () => {
  expect(codes(mechanismFindings(ledgers(before, ['a', 'b'])))).toEqual([]);
  expect(codes(mechanismFindings(ledgers(before, ['a'])))).toEqual(['never-sent']);
  expect(codes(mechanismFindings(ledgers([...before, [4, 'c']], ['a', 'b'])))).toEqual(['never-sent']);
  expect(codes(mechanismFindings(ledgers([...before, [4, 'd']], ['a', 'b'])))).toEqual(['never-sent']);
});

it('what is said only after a service was set back is sent in its order', () => {
  const after: readonly Output[] = [...before, [4, 'd'], [5, 'b'], [6, 'e']];
  expect(codes(mechanismFindings(ledgers(after, ['a', 'b', 'd', 'e'])))).toEqual([]);
  expect(codes(mechanismFindings(ledgers(after, ['a', 'd', 'e', 'b'])))).toEqual([]);
  expect(codes(mechanismFindings(ledgers(after, ['a', 'b', 'e', 'd'])))).toEqual(['sent-out-of-order']);
});

it('a saga of a service that was set back ends once more for each success that came late, and no oftener', () => {
  const endings = (...effects: string[]) => codes(sagaFindings(ledgers([], [], effects)));
  expect(endings('compensated', 'late-success', 'compensated')).toEqual([]);
  expect(endings('compensated', 'late-success', 'compensated', 'completed')).toEqual(['ended-twice']);
  expect(endings('completed', 'completed')).toEqual(['ended-twice']);
});
