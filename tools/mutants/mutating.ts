import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from '../stack/checkout.js';
import type { Mutation } from './mutated.js';

/** What a process is started with so that it runs with mutations: settings, and arguments of Node. */
export interface Mutating {
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv: readonly string[];
}

/** Writes the mutations into a folder, for a process that is started with what is given back; `besides` of a platform. */
export function mutatingHook(folder: string, mutations: readonly Mutation[]): Mutating {
  mkdirSync(folder, { recursive: true });
  const list = join(folder, 'mutations.json');
  writeFileSync(list, JSON.stringify(mutations, null, 2));
  const hook = pathToFileURL(join(checkout, 'tools/mutants/mutating-hook.mjs')).href;
  return { env: { KERVAN_MUTATIONS: list }, execArgv: ['--import', hook] };
}
