import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';

/** Where `npm run build` leaves the compiled code, each file at the path of its source. */
export const compiledFolder = join(checkout, 'dist');

/** Compiles what production runs; quick where little has changed. @throws {Refusal} with what tsc found. */
export async function compile(): Promise<void> {
  const tsc = join(checkout, 'node_modules/typescript/bin/tsc');
  const child = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: checkout, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, output] = await Promise.all([closed, text(child.stdout)]);
  if (code !== 0) throw new Refusal(`The code does not compile:\n${output.trim().slice(-2_000)}`);
}
