import { spawn } from 'node:child_process';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { runSource } from './services.js';

/** Runs a TypeScript file of this checkout to its end; resolves with what it has printed. @throws {Refusal} with its last words unless it exits 0. */
export async function runToEnd(
  what: string,
  [script, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, [...runSource, script, ...args], {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Refusal(`${what} failed: ${output.trim().slice(-800)}`);
  return output;
}
