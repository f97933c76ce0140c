import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/**
 * Builds the pages of the console into `apps/console/dist-web`, where the service looks for them.
 *
 * Safe to run at every start: where neither the sources nor the installed packages have changed since the last build,
 * nothing is done. The folder is replaced as a whole, so that a running service never sees half of it.
 */
const web = import.meta.dirname;
const output = join(web, '../dist-web');
const marker = join(output, 'built-from');

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(join(web, '../../../package-lock.json')));
  const sources = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of sources.sort()) hash.update(file.slice(web.length)).update(readFileSync(file));
  return hash.digest('hex');
}

process.env.NODE_ENV = 'production'; // else React comes as it is for development, and slow
const wanted = fingerprint();
const isBuilt = (): boolean => existsSync(marker) && readFileSync(marker, 'utf8') === wanted;

if (isBuilt()) {
  console.log(`${output} is up to date`);
} else {
  const fresh = `${output}-${process.pid}`;
  await build({
    root: web,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: fresh, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  if (isBuilt()) {
    rmSync(fresh, { recursive: true }); // where another process was faster, its folder stands
  } else {
    writeFileSync(join(fresh, 'built-from'), wanted);
    rmSync(output, { recursive: true, force: true });
    renameSync(fresh, output);
  }
  console.log(`${output} is built`);
}
