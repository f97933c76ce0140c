import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
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
async function main(command: string, args: readonly string[]): Promise<number> {
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

const usage = `Usage: npm run with-stack -- <command> [arguments]

Runs one command on an empty Kafka, registry and Postgres of its own.`;

const [command, ...args] = process.argv.slice(2);
if (command === undefined || command.startsWith('-')) {
  readCommandLine({ usage });
  refuseCommandLine(usage, 'A command is needed.');
}

try {
  process.exitCode = await main(command, args);
} catch (error) {
  console.error(error instanceof Refusal || error instanceof Interrupted ? error.message : error);
  process.exitCode = 1;
}
