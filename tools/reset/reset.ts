import { readCommandLine } from '../command/command-line.js';
import { localFolder } from '../stack/checkout.js';
import { removeComposeStack } from '../stack/compose-stack.js';
import { Refusal } from '../stack/refusal.js';
import { StateLock } from '../stack/state-lock.js';
import { removeState } from './remove-state.js';

const usage = `Usage: npm run reset [-- --all]

Removes the state of the local installation, unless it runs: its data, in containers too, secrets, ledgers, logs and spans.
Downloads are kept for the next start; --all removes them, too.`;

const { values } = readCommandLine({ usage, accepts: { options: { all: { type: 'boolean' } } } });

/** `npm run reset`: removes the state of the local installation, unless it runs. */
try {
  StateLock.acquire(localFolder).release();
  await removeComposeStack(localFolder);
  const removed = removeState(localFolder, { downloads: values.all === true });
  console.log(removed ? 'The local state is removed; the next npm start begins anew.' : 'There is no local state to remove.');
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
