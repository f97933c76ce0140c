import type { Act } from '../../../src/act-at-services/act';
import type { ActWords } from './dialog';
import { heldActs } from './held';
import { redriveActs } from './held-together';
import { quarantineActs } from './quarantine';
import { orderActs } from './steering';
import { systemActs } from './systems';
import { bankActs } from './undecided';

/** Everything that a person can have done: the words of each are with those of its page. */
export const acts: Readonly<Record<Act, ActWords>> = {
  ...orderActs,
  ...heldActs,
  ...redriveActs,
  ...systemActs,
  ...quarantineActs,
  ...bankActs,
};
