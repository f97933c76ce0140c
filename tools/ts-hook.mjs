/**
 * Runs TypeScript straight from source, with legacy decorators and their metadata (Nest needs them).
 *
 * Usage: `node --conditions=@kervan/source --import ./tools/ts-hook.mjs <entry>.ts`. Needs Node 22.15 or newer.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const { $schema: _, ...options } = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));
const pathOf = (url) => url.split('?')[0];

/** TypeScript as JavaScript, in the way in which all of this checkout is run. */
export function toJavaScript(source, filename) {
  return transformSync(source, { ...options, swcrc: false, filename, sourceMaps: 'inline' }).code;
}

registerHooks({
  resolve(specifier, context, next) {
    const fromSource = context.parentURL?.startsWith('file:') && pathOf(context.parentURL).endsWith('.ts');
    if (fromSource && /^\.{1,2}\/.*\.js$/.test(specifier)) {
      const source = new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !pathOf(url).endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(pathOf(url));
    return { format: 'module', source: toJavaScript(readFileSync(filename, 'utf8'), filename), shortCircuit: true };
  },
});
