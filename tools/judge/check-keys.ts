import { finding, type Finding } from './finding.js';
import { type Ledgers } from './ledger-lines.js';

/**
 * Where the ERP was asked for one reference under two keys, or once without one: it keeps references unique itself, but
 * whoever calls another ERP that has the key alone would have two documents there.
 */
export function checkKeys({ erp }: Pick<Ledgers, 'erp'>): Finding[] {
  const told = erp.filter(({ kind, idempotencyKey }) => kind !== 'refusal' || idempotencyKey !== undefined);
  const keys = [...Map.groupBy(told, ({ reference }) => reference)].map(([reference, requests]) => {
    return { reference, used: [...new Set(requests.map(({ idempotencyKey }) => idempotencyKey ?? 'none'))] };
  });
  return keys
    .filter(({ used }) => used.length > 1)
    .map(({ reference, used }) => finding('reference-under-two-keys', reference, `the ERP was asked for it under ${used.join(', ')}`));
}
