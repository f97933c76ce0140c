import type { HeldItem } from '../../../src/ask-services/held-views';
import { heldWords } from '../words/held';

const marks = { dead: 'needs_attention', waiting: 'on_its_way', handled: 'completed', discarded: 'reversed' } as const;

/** Where a held message stands: in words, with a sign whose shape tells it too. */
export function HeldState({ state }: Pick<HeldItem, 'state'>) {
  return <span className={`state state-${marks[state]}`}>{heldWords.states[state]}</span>;
}
