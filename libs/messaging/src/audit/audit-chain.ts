import { createHash } from 'node:crypto';

/** What an entry says, as its hash is taken of it. */
export interface ChainedContent {
  readonly seq: string;
  /** UTC, to the millisecond. */
  readonly at: string;
  readonly act: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly by: string;
  readonly reason: string | null;
  readonly detail: unknown;
}

/** An entry with its place in the chain. */
export interface ChainLink extends ChainedContent {
  readonly previousHash: string;
  readonly hash: string;
}

/** What is wrong with the chain at an entry. */
export const ChainFault = {
  /** The entry does not say what it said when it was written. */
  altered: 'altered',
  /** The entry before it is not the one that it was written after: dropped, put in between, or in another order. */
  notChained: 'not-chained',
} as const;

export type ChainFault = (typeof ChainFault)[keyof typeof ChainFault];

/** Where a chain is broken. */
export interface ChainBreak {
  readonly seq: string;
  readonly code: ChainFault;
}

/** A place of a chain: how many entries it has up to there, and the hash over all of them. */
export interface ChainHead {
  readonly seq: string;
  readonly hash: string;
}

/** Before the first entry. */
export const chainStart: ChainHead = { seq: '0', hash: '0'.repeat(64) };

/** SHA-256, in hex, over the hash of the entry before and the canonical JSON of the entry. */
export function chainHash(previousHash: string, { seq, at, act, subject, by, reason, detail }: ChainedContent): string {
  const { kind, id } = subject;
  const entry = canonicalJson({ seq, at, act, subject: { kind, id }, by, reason, detail });
  return createHash('sha256').update(`${previousHash}\n${entry}`).digest('hex');
}

/** The next entry of a chain. */
export function chained(head: ChainHead, content: Omit<ChainedContent, 'seq'>): ChainLink {
  const numbered = { ...content, seq: String(BigInt(head.seq) + 1n) };
  return { ...numbered, previousHash: head.hash, hash: chainHash(head.hash, numbered) };
}

/** What is wrong with an entry that comes after this place of the chain, if anything. */
export function faultOf(head: ChainHead, entry: ChainLink): ChainFault | undefined {
  if (entry.hash !== chainHash(entry.previousHash, entry)) return ChainFault.altered;
  const follows = entry.previousHash === head.hash && BigInt(entry.seq) === BigInt(head.seq) + 1n;
  return follows ? undefined : ChainFault.notChained;
}

/** JSON in one form: members by name, no white space, what is `undefined` left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
