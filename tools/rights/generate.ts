import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { checkout } from '../stack/checkout.js';
import { rightsFiles } from './rights-files.js';

const usage = `Usage: npm run rights:generate

Writes the rights in Kafka and Postgres, under deploy/, from schemas/topics.yaml and the services' migrations.`;

readCommandLine({ usage });

/** Writes the files of rights; rights-files.spec.ts fails where it would change one. */
for (const [path, text] of rightsFiles()) {
  const file = join(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
