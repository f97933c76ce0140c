import { InvalidSettings } from './invalid-settings.js';
import { fileOf } from './secret.js';
import type { Environment } from './service-config.js';

const NO_JSON = 'is no JSON';

/** What a file means, as of now; the same object until the file changes. */
export interface ParsedFile<T> {
  /** Asked for at every use, never kept. */
  current(): T;
}

/**
 * What a parser makes of the file that a setting names: read again when it was changed or replaced, parsed once per content.
 *
 * A file that later is gone, or that the parser refuses, leaves the last good one in force and is told in the log, once.
 *
 * @param parse throws an Error whose message repeats nothing that is secret. That of `JSON.parse`, which quotes what it has
 * read, is told as `is no JSON`.
 * @throws {InvalidSettings} when the setting is missing, or its file is not there or wrong.
 */
export function parsedFile<T>(env: Environment, name: string, parse: (text: string) => T): ParsedFile<T> {
  let last: { readonly text: string; readonly meaning: T } | undefined;
  const meaningOf = (text: string): T => {
    if (last?.text !== text) last = { text, meaning: parse(text) };
    return last.meaning;
  };
  const file = fileOf(env, name, (text) => faultOf(() => meaningOf(text)));
  if (!file) throw new InvalidSettings([`${name}: is missing`]);
  return { current: () => meaningOf(file.current()) };
}

/** The JSON of `what`, such as `the shops file`. @throws an Error that does not quote it, as that of `JSON.parse` does. */
export function jsonOfFile(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${what} ${NO_JSON}`);
  }
}

function faultOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return NO_JSON;
    return error instanceof Error ? error.message : 'cannot be read';
  }
}
