/**
 * Starts a command of this checkout on the Node that the checkout pins, after installing what is missing.
 *
 * Usage: `node tools/launch.mjs [options of Node] <script>.ts [arguments]`. Itself needs nothing but Node 20: it is the first thing that
 * runs on a fresh clone. Signals are passed on, and the exit code is the command's own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules', '.bin', 'node');
const installed = join(root, 'node_modules', '.kervan-installed');

function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** What an installation follows from: the lock file, and the patches that are applied after it. */
function installable() {
  const patches = readdirSync(join(root, 'patches')).sort().map((name) => join('patches', name));
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...patches]) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function installMissing() {
  const wanted = installable();
  if (existsSync(installed) && existsSync(node) && readFileSync(installed, 'utf8') === wanted) return;
  console.log('Installing packages (npm ci), a minute or two …');
  const result = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) refuse('npm ci failed: read its message above, then run the same command again.');
  writeFileSync(installed, wanted);
}

const given = process.argv.slice(2);
const at = given.findIndex((one) => !one.startsWith('-'));
if (at < 0) refuse('Usage: node tools/launch.mjs [options of Node] <script>.ts [arguments]');
const [options, script, rest] = [given.slice(0, at), given[at], given.slice(at + 1)];
if (process.platform !== 'linux' || process.arch !== 'x64') refuse('The local stack runs on linux x64 only.');
installMissing();

const hook = new URL('./ts-hook.mjs', import.meta.url).href;
const child = spawn(node, [...options, '--conditions=@kervan/source', '--import', hook, join(root, script), ...rest], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => refuse(`Node could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
