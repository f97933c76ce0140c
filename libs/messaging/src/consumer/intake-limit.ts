/** Where a service says that it has taken enough for now; provided by whoever does the work that messages leave behind. */
export const INTAKE_LIMIT = Symbol('IntakeLimit');

/** Tells whether so much of what was taken is still to be done that no more is to be taken. */
export interface IntakeLimit {
  /** Asked before each chunk, so answered from memory. */
  isReached(): boolean;
}
