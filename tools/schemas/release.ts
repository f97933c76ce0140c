import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { findingsOf } from './findings.js';
import { addRelease, isSame, readHistory } from './history.js';
import { readSchemaSet, recordsOnTopics, selfContained } from './schema-set.js';

const folder = join(import.meta.dirname, '../../schemas');

const usage = `Usage: npm run schemas:release

Writes the next version of every record that has changed; nothing while one breaks.`;

/** `npm run schemas:release`: writes the next version of every record that has changed; nothing while one breaks. */
function main(): void {
  const set = readSchemaSet(folder);
  const history = readHistory(folder);
  const { breaks, undocumented } = findingsOf(set, history);
  if (breaks.length + undocumented.length > 0) {
    for (const finding of [...breaks, ...undocumented]) console.error(finding);
    console.error('Nothing was released.');
    process.exitCode = 1;
    return;
  }
  for (const fullName of recordsOnTopics(set)) {
    const schema = selfContained(fullName, set);
    const last = history.get(fullName)?.at(-1);
    if (last && isSame(last.schema, schema)) continue;
    const version = (last?.version ?? 0) + 1;
    addRelease(folder, fullName, { version, schema });
    console.log(`${fullName} version ${version}`);
  }
}

readCommandLine({ usage });
main();
