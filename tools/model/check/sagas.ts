import type { Finding, Ledgers } from './findings.js';

/** What is wrong with how sagas went, and with the numbers of invoices. */
export function sagaFindings({ database, integrator, orders, lost }: Ledgers): Finding[] {
  const findings: Finding[] = [];
  const known = new Set(orders.map(({ orderId }) => orderId));
  const sagas = database.look(
    'saga',
    `SELECT id, status, step, state->'cancellation'->>'overruled' AS overruled FROM saga_instance ORDER BY id`,
  );
  for (const { id, status, step } of sagas) {
    if (!known.has(id!)) findings.push({ invariant: 'I3', code: 'saga-of-no-order', detail: id! });
    if (status === 'running') findings.push({ invariant: 'I10', code: 'saga-stuck', detail: `${id} at ${step}` });
    if (status === 'paused') findings.push({ invariant: 'I10', code: 'left-paused', detail: `${id} at ${step}` });
  }
  const overruled = new Set(sagas.filter((one) => one['overruled'] === 'true').map(({ id }) => id));
  const turns = database.look(
    'saga',
    `SELECT instance_id, effect FROM saga_history WHERE effect IN ('completed', 'compensated', 'late-success') ORDER BY 1`,
  );
  for (const [id, effects] of Map.groupBy(turns, ({ instance_id: id }) => id!)) {
    const lateSuccesses = effects.filter(({ effect }) => effect === 'late-success').length;
    const legal = 1 + (lost ? lateSuccesses : 0) + (overruled.has(id) ? 1 : 0);
    if (effects.length - lateSuccesses > legal) findings.push({ invariant: 'I10', code: 'ended-twice', detail: id });
  }
  return [...findings, ...numberFindings({ database, integrator })];
}

function numberFindings({ database, integrator }: Pick<Ledgers, 'database' | 'integrator'>): Finding[] {
  const findings: Finding[] = integrator.conflicts.map((number) => {
    return { invariant: 'I11', code: 'number-used-twice', detail: number };
  });
  const series = database.look('einvoice', 'SELECT prefix, year, next FROM invoice_series ORDER BY 1, 2');
  for (const { prefix, year, next } of series) {
    const used = database.look(
      'einvoice',
      `SELECT right(number, 9)::int AS number FROM invoice WHERE prefix = '${prefix}' AND year = ${year} ORDER BY 1`,
    );
    const numbers = used.map(({ number }) => Number(number));
    const isWhole = numbers.every((number, at) => number === at + 1) && numbers.length === Number(next) - 1;
    if (!isWhole) {
      findings.push({ invariant: 'I11', code: 'gap', detail: `${prefix} ${year}: ${numbers.join(', ')}; next is ${next}` });
    }
  }
  return findings;
}
