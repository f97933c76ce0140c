import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AcceptedSale, type LedgerLine, type Verification, verify } from './verify.js';

/** Checks accepted sales against the ledgers that the sandbox of an installation keeps in its folder. */
export function verifyByLedgers(sales: readonly AcceptedSale[], folder: string): Verification {
  return verify(sales, ledger(folder, 'erp'), ledger(folder, 'integrator'));
}

function ledger(folder: string, name: string): LedgerLine[] {
  const text = readFileSync(join(folder, 'sandbox', `${name}.jsonl`), 'utf8');
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as LedgerLine);
}
