import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder } from '../stack/checkout.js';
import { pinnedTools } from './pinned.js';

/** Where the checkers are, a folder for each version; kept across resets of the state. */
export const toolsFolder = join(localFolder, 'tools');

/** Links to the programs in force. */
export const toolsBin = join(toolsFolder, 'bin');

/** A program that `npm run tools` has installed; `undefined` where it has not. */
export function checker(name: string): string | undefined {
  if (!pinnedTools.some((tool) => tool.name === name)) throw new Error(`${name} is none of the pinned tools`);
  const path = join(toolsBin, name);
  return existsSync(path) ? path : undefined;
}

/** Why a test that needs a checker does not run. */
export const notInstalled = 'the checkers are not installed: npm run tools';
