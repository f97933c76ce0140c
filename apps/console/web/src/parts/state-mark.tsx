import type { DocumentState } from '../../../src/follow-orders/document-state';
import { states } from '../words/documents';
import { generalWords } from '../words/general';

/** An order's state: in words, with a sign whose shape tells it too. */
export function StateMark({ state }: { readonly state: DocumentState }) {
  return <span className={`state state-${state}`}>{states[state]}</span>;
}

/** Marks an order that is no real business. */
export function TestMark({ mode }: { readonly mode: string | null }) {
  if (mode !== 'test') return null;
  return (
    <span className="test-mark" title={generalWords.testMeaning}>
      {generalWords.testMark}
    </span>
  );
}
