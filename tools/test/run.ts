import { readCommandLine } from '../command/command-line.js';
import { Refusal } from '../stack/refusal.js';
import { ublXsds } from '../ubl/install-xsd.js';
import { add, closingLine, closingWords, nothing, type Count } from './count.js';
import { Interrupted, interruption } from './interruption.js';
import { endSteps, environmentOfStack, script, vitest } from './steps.js';
import { openTestStack } from './test-stack.js';

/**
 * `npm test`: everything that must hold of a commit, cheapest first, on a stack of its own that starts meanwhile.
 *
 * All steps run even when one fails. Exits non-zero on any failure; the last line counts. However it ends, by Ctrl-C
 * too, nothing that it started is left running.
 */
async function main(): Promise<void> {
  const interrupted = interruption();
  process.env.UBL_XSD_DIR = ublXsds();
  const opening = openTestStack();
  opening.catch(() => undefined); // told where it is awaited
  let total: Count = nothing;
  const step = async (count: Promise<Count>): Promise<void> => {
    total = add(total, await Promise.race([count, interrupted]));
  };

  try {
    await step(script('contracts:check'));
    await step(script('schemas:check'));
    await step(script('typecheck'));
    await step(script('lint'));
    await step(vitest('unit'));

    const stack = await Promise.race([opening, interrupted]);
    await Promise.race([stack.registryReady, interrupted]);
    const env = environmentOfStack(stack);
    await step(vitest('integration', env));
    await step(vitest('e2e', env));
  } finally {
    endSteps();
    const stack = await opening.catch(() => undefined);
    await stack?.stop();
  }
  console.log(`${closingWords(total)}\n${closingLine(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

const usage = `Usage: npm test

Everything that must hold of a commit, cheapest first, on a stack of its own. It takes no arguments; one file is run by
npx vitest run --project unit|integration|e2e <path>.`;

readCommandLine({ usage });
main().catch((error: unknown) => {
  console.error(error instanceof Refusal || error instanceof Interrupted ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
