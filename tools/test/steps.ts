import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';
import type { Stack } from '../stack/stack.js';
import { countOf, nothing, type Count } from './count.js';
import { endTree } from './process-tree.js';
import { testFolder } from './test-stack.js';

const running = new Set<ChildProcess>();

/** Where tests find the stack of their run. */
export function environmentOfStack({ kafkaBrokers, schemaRegistryUrl, databaseUrl }: Stack): Readonly<Record<string, string>> {
  return { KAFKA_BROKERS: kafkaBrokers, SCHEMA_REGISTRY_URL: schemaRegistryUrl, DATABASE_URL: databaseUrl };
}

/** Runs one check as a process of its own; it counts as one test. */
export async function check(name: string, command: string, args: readonly string[]): Promise<Count> {
  const code = await timed(name, () => run(command, args));
  return code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [name] };
}

/** Runs the npm script of that name as one check. */
export function script(name: string): Promise<Count> {
  return check(name, 'npm', ['run', '--silent', name]);
}

/** Runs one project of vitest.config.ts and counts its tests. */
export async function vitest(project: string, env: Readonly<Record<string, string>> = {}): Promise<Count> {
  const report = join(testFolder, `${project}.json`);
  rmSync(report, { force: true });
  const args = ['run', '--project', project, '--reporter=default', '--reporter=./tools/test/report.ts', `--outputFile=${report}`];
  const code = await timed(project, () => run('vitest', args, env));
  const found = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Count) : nothing;
  return countOf(project, found, code);
}

/** Ends the commands under way, with every process that they started. */
export function endSteps(): void {
  for (const { pid } of running) if (pid !== undefined) endTree(pid);
}

async function timed(name: string, work: () => Promise<number | null>): Promise<number | null> {
  const start = performance.now();
  console.log(`\n── ${name}`);
  const code = await work();
  console.log(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return code;
}

/** Runs a command of this checkout to its end; resolves with its exit code, null when a signal ended it. */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number | null> {
  const path = `${join(checkout, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  const child = spawn(command, [...args], { cwd: checkout, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false', ...env, PATH: path } });
  running.add(child);
  return new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  }).finally(() => running.delete(child));
}
