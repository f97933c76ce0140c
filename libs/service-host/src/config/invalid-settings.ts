/**
 * Thrown when the environment lacks a setting or holds one of the wrong form; names the settings, never their values.
 */
export class InvalidSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`invalid settings:\n  ${problems.join('\n  ')}`);
    this.name = 'InvalidSettings';
  }
}

/**
 * Runs every reader and returns what each has read, under its own name.
 *
 * @throws {InvalidSettings} with the problems of all of them at once.
 */
export function readTogether<T extends object>(readers: { readonly [K in keyof T]: () => T[K] }): T {
  const problems: string[] = [];
  const read: Partial<T> = {};
  for (const name of Object.keys(readers) as (keyof T)[]) {
    try {
      read[name] = readers[name]();
    } catch (error) {
      if (!(error instanceof InvalidSettings)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InvalidSettings(problems);
  return read as T;
}
