import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { findingsOf } from './findings.js';
import { readHistory } from './history.js';
import { readSchemaSet } from './schema-set.js';

const folder = join(import.meta.dirname, '../../schemas');

const usage = `Usage: npm run schemas:check

Fails when a schema cannot read a released version, cannot be read by the one before, lacks a doc, or is not released.`;

/** `npm run schemas:check`: fails when a schema breaks with a released version, lacks a doc, or is not released. */
function main(): void {
  const set = readSchemaSet(folder);
  const history = readHistory(folder);
  const { breaks, undocumented, unreleased, abandoned } = findingsOf(set, history);
  const findings = [...breaks, ...undocumented, ...unreleased, ...abandoned];
  if (findings.length === 0) {
    const versions = [...history.values()].reduce((sum, releases) => sum + releases.length, 0);
    return console.log(
      `${history.size} records read all their ${versions} released versions and are read by the one before; ` +
        'every field has its doc',
    );
  }
  for (const finding of findings) console.error(finding);
  process.exitCode = 1;
}

readCommandLine({ usage });
main();
