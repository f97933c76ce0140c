import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { Refusal } from '../stack/refusal.js';
import { localInstallation, type KnownInstallation } from './installation.js';

/** Tells about one order of an installation. */
export type TellOrder = (orderNumber: string, installation: KnownInstallation) => Promise<string>;

/** Runs a command about one order: its number is the only argument. Bad input ends with one sentence and code 2. */
export async function aboutOneOrder(command: string, purpose: string, tell: TellOrder): Promise<void> {
  const usage = `Usage: npm run ${command} -- <order number>\n\n${purpose}`;
  const { positionals } = readCommandLine({ usage, accepts: { allowPositionals: true } });
  const [orderNumber, ...more] = positionals;
  if (orderNumber === undefined || more.length > 0) refuseCommandLine(usage, 'One order number is needed.');
  try {
    console.log(await tell(orderNumber, localInstallation()));
  } catch (error) {
    const away = error instanceof TypeError && error.message === 'fetch failed';
    if (!(error instanceof Refusal) && !away) throw error;
    console.error(away ? 'Kervan does not answer: start it with npm start.' : error.message);
    process.exitCode = 2;
  }
}
