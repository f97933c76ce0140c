import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { checkout } from '../stack/checkout.js';
import { publishedApis } from './published-apis.js';

const usage = `Usage: npm run api:generate

Writes docs/api: the OpenAPI document of every service, and the AsyncAPI description of every topic.`;

readCommandLine({ usage });

/** Writes docs/api; published-apis.spec.ts fails where it would change it. */
const folder = join(checkout, 'docs/api');
mkdirSync(folder, { recursive: true });
for (const [name, text] of await publishedApis()) writeFileSync(join(folder, name), text);
