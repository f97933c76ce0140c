import type { DocumentState } from './document-state.js';

/** What of a document decides where it is counted; not before its source has told of it. */
export interface CountedDocument {
  readonly businessDate: string | null;
  readonly mode: string | null;
  readonly channel: string | null;
  readonly state: DocumentState;
}

/** By how much one count changes; a row of `document_count`. */
export interface CountChange {
  readonly business_date: string;
  readonly mode: string;
  readonly channel: string;
  readonly state: DocumentState;
  readonly documents: number;
}

/**
 * By how much the counts change when documents turn from what they were into what they are.
 *
 * One change a count and none of zero, in one order for all, so that two transactions never wait for each other.
 */
export function countChanges(
  turns: readonly (readonly [before: CountedDocument | undefined, after: CountedDocument])[],
): CountChange[] {
  const changes = new Map<string, CountChange>();
  for (const [before, after] of turns) {
    add(changes, before, -1);
    add(changes, after, 1);
  }
  return [...changes.entries()]
    .filter(([, { documents }]) => documents !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}

function add(changes: Map<string, CountChange>, document: CountedDocument | undefined, by: number): void {
  if (!document?.businessDate || !document.mode || !document.channel) return;
  const { businessDate, mode, channel, state } = document;
  const key = [businessDate, mode, channel, state].join(' ');
  const documents = (changes.get(key)?.documents ?? 0) + by;
  changes.set(key, { business_date: businessDate, mode, channel, state, documents });
}
