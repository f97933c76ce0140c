import type { Act } from '../../../src/act-at-services/act';
import type { ActWords } from './dialog';

export const quarantineWords = {
  title: 'Quarantine',
  none: 'Nothing is in quarantine.',
  meaning:
    'A sender’s message was genuine and is kept, but could not be understood or does not add up. The sender has been told that it arrived; it has become no order yet.',
  next:
    'Mend the profile or mapping that the reason names, or ask the sender for a correction. Then release it, or discard it with a reason.',
  what: 'What came',
  why: 'Reason',
  since: 'Kept',
} as const;

export const quarantineActs = {
  release: {
    button: 'Release',
    title: 'Release it from quarantine',
    meaning: 'It is read again, with the profile as it is now. If it is still wrong it stays here.',
    submit: 'Release',
    done: 'It is released, and goes its way.',
  },
  discard_quarantined: {
    button: 'Discard',
    title: 'Discard it for good',
    meaning: 'It never becomes an order, and its content is forgotten. This cannot be undone.',
    submit: 'Discard',
    done: 'It is discarded.',
  },
} satisfies Partial<Record<Act, ActWords>>;
