import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ledgers } from './ledger-lines.js';

/**
 * Reads what the sandbox wrote down. A last line without its line end was never acknowledged and is left out.
 * @throws Error that names ledger and line where a line is no JSON object.
 */
export async function readLedgers(directory: string): Promise<Ledgers> {
  return {
    tills: await readLedger(directory, 'tills'),
    erp: await readLedger(directory, 'erp'),
    integrator: await readLedger(directory, 'integrator'),
    shops: await readLedger(directory, 'shops'),
    partner: await readLedger(directory, 'partner'),
    bank: await readLedger(directory, 'bank'),
    invoiceFiles: await readInvoiceHashes(join(directory, 'invoices')),
  };
}

async function readLedger<Line>(directory: string, name: string): Promise<Line[]> {
  const path = join(directory, `${name}.jsonl`);
  if (!existsSync(path)) throw new Error(`There is no ledger ${path}: play a morning first.`);
  const whole = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return whole.map((text, index) => parseLine(text, `${name}.jsonl line ${index + 1}`) as Line);
}

function parseLine(text: string, place: string): object {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${place} is no JSON.`, { cause });
  }
  if (typeof line !== 'object' || line === null) throw new Error(`${place} is no JSON object.`);
  return line;
}

async function readInvoiceHashes(directory: string): Promise<ReadonlyMap<string, string> | undefined> {
  if (!existsSync(directory)) return undefined;
  const names = (await readdir(directory)).filter((name) => name.endsWith('.xml'));
  const hashes = new Map<string, string>();
  for (const name of names) {
    const xml = await readFile(join(directory, name));
    hashes.set(name.slice(0, -'.xml'.length), createHash('sha256').update(xml).digest('hex'));
  }
  return hashes;
}
