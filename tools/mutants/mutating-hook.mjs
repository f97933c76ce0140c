/**
 * Runs TypeScript from source with some of it changed, so that a test can see what a fault in the code would do. The
 * code itself knows nothing of it.
 *
 * Usage: `KERVAN_MUTATIONS=<file> node … --import ./tools/ts-hook.mjs --import ./tools/mutants/mutating-hook.mjs …`.
 * The file holds a JSON list of `{ file, find, replace }`, with `file` from the root of the checkout. A `find` that does
 * not occur exactly once in its file ends the process before anything of it is loaded.
 *
 * What is put in may call `kervanPassage({ tally, nth, times })`: from the `nth` passage of this process on it ends the
 * process with SIGKILL, until that has happened `times` times; the file `tally` counts them, a byte each. And
 * `kervanIsBroken(file)`: a fault that lasts as long as a file is there.
 */
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { toJavaScript } from '../ts-hook.mjs';
import { mutated } from './mutated.ts';

const root = new URL('../../', import.meta.url);
const list = process.env.KERVAN_MUTATIONS;
if (!list) throw new Error('KERVAN_MUTATIONS names no file of mutations');

const sources = new Map();
for (const [file, mutations] of Map.groupBy(JSON.parse(readFileSync(list, 'utf8')), ({ file }) => file)) {
  const url = new URL(file, root);
  sources.set(url.href, mutated(readFileSync(url, 'utf8'), mutations));
}

registerHooks({
  load(url, context, next) {
    const source = sources.get(url);
    if (source === undefined) return next(url, context);
    return { format: 'module', source: toJavaScript(source, fileURLToPath(url)), shortCircuit: true };
  },
});

const passages = new Map();

globalThis.kervanPassage = ({ tally, nth, times }) => {
  const passage = (passages.get(tally) ?? 0) + 1;
  passages.set(tally, passage);
  if (passage < nth || (existsSync(tally) && statSync(tally).size >= times)) return;
  appendFileSync(tally, '.', { flush: true });
  process.kill(process.pid, 'SIGKILL');
};

globalThis.kervanIsBroken = (file) => existsSync(file);
