import type { Place } from './statement.js';

/** What is wrong at one place of a statement file, so that none of it can be taken. The text repeats no value. */
export class CamtFault extends Error {
  override readonly name = 'CamtFault';

  constructor(
    readonly code: string,
    readonly at: Place,
    readonly expected: string,
  ) {
    super(`${code} at ${at.path}, line ${at.line}: expected ${expected}`);
  }
}

/** Thrown with every fault of a file at once. */
export class CamtFaults extends Error {
  override readonly name = 'CamtFaults';

  constructor(readonly faults: readonly CamtFault[]) {
    super(`${faults.length} faults`);
  }
}
