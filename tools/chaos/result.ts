import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a row of the report tells of the orders. */
export interface Counts {
  /** Inputs of every channel. */
  readonly orders: number;
  readonly accepted: number;
  readonly refused: number;
  /** Sendings that were not answered clearly, and were repeated until they were. */
  readonly unknown: number;
  readonly lost: number;
  readonly doubled: number;
  readonly moneyOff: number;
}

/** What one fault did to one load; a file each. */
export interface FaultResult {
  readonly fault: number;
  readonly name: string;
  readonly how: string;
  readonly seed: number;
  readonly at: string;
  readonly commit: string;
  /** Orders that were asked for, and how many a second. */
  readonly asked: number;
  readonly rate: number;
  readonly scale: number;
  readonly verdict: 'sound' | 'failed' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
  readonly counts?: Counts;
  /** What was done, a sentence each, in its order. */
  readonly acts: readonly string[];
  /** What was not as it should be, a sentence each. */
  readonly findings: readonly string[];
  readonly notChecked: readonly string[];
  readonly faultSeconds?: number;
  readonly ordersASecondBefore?: number;
  readonly backSeconds?: number;
  readonly limitSeconds?: number;
  /** From the end of the load, which outlasts the fault, until every order was where it should be; absent where that was not seen. */
  readonly restSeconds?: number;
  /** Requests that the ERP had for each document or refusal of its. */
  readonly callsPerDocument?: number;
}

/** The results of a checkout, one file for each fault and seed. */
export class Results {
  constructor(private readonly folder: string) {}

  /** Whole or not there: the file is written aside and put in its place. */
  write(result: FaultResult): void {
    mkdirSync(this.folder, { recursive: true });
    const file = this.fileOf(result);
    writeFileSync(`${file}.part`, `${JSON.stringify(result, null, 2)}\n`);
    renameSync(`${file}.part`, file);
  }

  /** Whether a fault has a result for a seed. */
  has(key: Pick<FaultResult, 'fault' | 'seed'>): boolean {
    return existsSync(this.fileOf(key));
  }

  forget(key: Pick<FaultResult, 'fault' | 'seed'>): void {
    rmSync(this.fileOf(key), { force: true });
  }

  /** Every result, by fault and seed. */
  all(): FaultResult[] {
    if (!existsSync(this.folder)) return [];
    const files = readdirSync(this.folder).filter((name) => name.endsWith('.json'));
    const results = files.map((name) => JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as FaultResult);
    return results.sort((one, other) => one.fault - other.fault || one.seed - other.seed);
  }

  private fileOf({ fault, seed }: Pick<FaultResult, 'fault' | 'seed'>): string {
    return join(this.folder, `${String(fault).padStart(2, '0')}-${seed}.json`);
  }
}
