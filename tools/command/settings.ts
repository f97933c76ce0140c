import { InvalidSettings } from '@kervan/service-host';
import { Refusal } from '../stack/refusal.js';

/** What a command reads from its environment. @throws {Refusal} naming every setting that is missing or wrong. */
export function settings<T>(read: (env: NodeJS.ProcessEnv) => T): T {
  try {
    return read(process.env);
  } catch (error) {
    throw error instanceof InvalidSettings ? new Refusal(error.message) : error;
  }
}
