import { join } from 'node:path';
import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { runToEnd } from '../platform/run-to-end.js';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';

/** The services that call outside systems. */
const CALLING = ['erp-writer', 'einvoice-sender'];

const usage = `Usage: DATABASE_URL=<of the service> npm run restore:mark -- --service ${CALLING.join('|')}

Makes every open call of a service unknown, after its database was restored to an earlier state and before it starts:
each is looked up before it is sent. Refuses while the service is connected.`;

const { service } = readCommandLine({ usage, accepts: { options: { service: { type: 'string' } } } }).values;
if (service === undefined || !CALLING.includes(service)) refuseCommandLine(usage, `--service must be one of ${CALLING.join(', ')}.`);

await refusing(async () => {
  if (!process.env.DATABASE_URL) throw new Refusal('DATABASE_URL is not set: point it at the restored database of the service.');
  console.log((await runToEnd(`Marking the database of ${service}`, [join(checkout, 'apps', service, 'src/mark-restored.ts')])).trim());
});
