import { inCallers } from './mutants-in-callers.js';
import { inDoors } from './mutants-in-doors.js';
import { inMessaging } from './mutants-in-messaging.js';
import { inSagas } from './mutants-in-sagas.js';
import type { Mutant } from './mutant.js';

/** Every mutant. Each is a fault that the design rules out, and that somebody could well build. */
export const mutants: readonly Mutant[] = [...inDoors, ...inMessaging, ...inSagas, ...inCallers];
