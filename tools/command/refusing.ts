import { Refusal } from '../stack/refusal.js';

/** Does the work of a command; a {@link Refusal} is told in its one sentence, and the process ends with 2. */
export async function refusing(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
