import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { catalogueText, errorCatalogue } from './error-catalogue.js';

const root = join(import.meta.dirname, '../..');

const usage = `Usage: npm run problems:generate

Writes docs/problems.md from the problems that libs and apps define.`;

readCommandLine({ usage });

/** Writes docs/problems.md; error-catalogue.spec.ts fails where it would change it. */
writeFileSync(join(root, 'docs/problems.md'), catalogueText(await errorCatalogue(root)));
