import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '@kervan/tools/stack/checkout';

/** Writes a report to `bench/results/<date>-<name>.md`; a later one of the same day takes its place. */
export function keepResult(name: string, startedAt: Date, report: string): void {
  const results = join(checkout, 'bench/results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${startedAt.toISOString().slice(0, 10)}-${name}.md`), report);
}
