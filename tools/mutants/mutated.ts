/** A change of a source file, told as the text that is there and the text that takes its place. */
export interface Mutation {
  /** From the root of the checkout. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/**
 * The text of a file after its mutations, one after the other.
 *
 * @throws Error naming the file and the text unless each `find` occurs exactly once.
 */
export function mutated(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((before, { file, find, replace }) => {
    const [head, tail, ...more] = before.split(find);
    if (head === undefined || tail === undefined || more.length > 0) {
      const times = tail === undefined ? 0 : more.length + 1;
      throw new Error(`${file} holds ${times} times, not once, what is to be changed: ${find}`);
    }
    return head + replace + tail;
  }, text);
}
