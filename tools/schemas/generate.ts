import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { generatedFiles } from './generated-files.js';
import { readSchemaSet } from './schema-set.js';

const root = join(import.meta.dirname, '../..');
const target = join(root, 'libs/contracts/src/generated');

const usage = `Usage: npm run contracts:generate
       npm run contracts:check

Writes the generated part of libs/contracts from schemas/; contracts:check fails where that would change it.`;

/** Writes the generated part of libs/contracts; with `--check` it fails where it would. */
function main(check: boolean): void {
  const files = generatedFiles(readSchemaSet(join(root, 'schemas')));
  const present = existsSync(target) ? readdirSync(target) : [];
  const surplus = present.filter((file) => !files.has(file));
  const stale = [...files].filter(([file, text]) => !present.includes(file) || contentOf(file) !== text);
  if (check) return report([...stale.map(([file]) => file), ...surplus].sort());
  mkdirSync(target, { recursive: true });
  for (const file of surplus) rmSync(join(target, file));
  for (const [file, text] of stale) writeFileSync(join(target, file), text);
  console.log(`libs/contracts: ${stale.length} files written, ${surplus.length} removed, ${files.size} in all`);
}

function report(different: readonly string[]): void {
  if (different.length === 0) return console.log('libs/contracts is in step with schemas/');
  console.error(`libs/contracts is not in step with schemas/: ${different.join(', ')}`);
  console.error('Run `npm run contracts:generate` and commit what it writes.');
  process.exitCode = 1;
}

const contentOf = (file: string): string => readFileSync(join(target, file), 'utf8');

main(readCommandLine({ usage, accepts: { options: { check: { type: 'boolean' } } } }).values.check === true);
