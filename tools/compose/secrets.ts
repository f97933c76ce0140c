import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { localFolder } from '../stack/checkout.js';
import { writeComposeSecrets } from './write-secrets.js';

const usage = `Usage: npm run compose:secrets

Makes the secrets of deploy/compose/compose.yaml in .local/compose; those that are there are kept.`;

/** `npm run compose:secrets`: makes the secrets that the containers of an installation by Compose are given. */
readCommandLine({ usage });
await refusing(async () => {
  const folder = join(localFolder, 'compose');
  await writeComposeSecrets(folder);
  console.log(`The secrets of the containers are in ${folder}.`);
});
