import { spawn } from 'node:child_process';
import { checkout } from '../stack/checkout.js';
import { ublXsds } from '../ubl/install-xsd.js';
import { environmentOfStack } from './steps.js';
import { openTestStack } from './test-stack.js';

/** `npm run with-stack -- <command>`: runs one command on an empty stack of its own, for instance one test file. */
const stack = await openTestStack();
const [command, ...args] = process.argv.slice(2) as [string, ...string[]];
try {
  await stack.registryReady;
  const env = { ...process.env, ...environmentOfStack(stack), UBL_XSD_DIR: ublXsds() };
  const child = spawn(command, args, { cwd: checkout, stdio: 'inherit', env });
  process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} finally {
  await stack.stop();
}
