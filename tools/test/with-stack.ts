import { Refusal } from '../stack/refusal.js';
import { ublXsds } from '../ubl/install-xsd.js';
import { Interrupted, interruption } from './interruption.js';
import { endSteps, environmentOfStack, run } from './steps.js';
import { openTestStack } from './test-stack.js';

/**
 * `npm run with-stack -- <command>`: runs one command on an empty stack of its own, for instance one test file.
 *
 * The exit code is the command's. However it ends, nothing that was started is left running.
 */
async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === undefined) throw new Refusal('Which command? npm run with-stack -- <command>');
  const interrupted = interruption();
  const stack = await openTestStack();
  try {
    await Promise.race([stack.registryReady, interrupted]);
    const env = { ...environmentOfStack(stack), UBL_XSD_DIR: ublXsds() };
    return (await Promise.race([run(command, args, env), interrupted])) ?? 1;
  } finally {
    endSteps();
    await stack.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Refusal || error instanceof Interrupted ? error.message : error);
  process.exitCode = 1;
}
