import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueText, errorCatalogue } from './error-catalogue.js';

const root = join(import.meta.dirname, '../..');

/** Usage: `generate.ts` writes docs/problems.md; error-catalogue.spec.ts fails where it would change it. */
writeFileSync(join(root, 'docs/problems.md'), catalogueText(await errorCatalogue(root)));
