import { type ChunkStatements, chunkStatements } from '../chunk-statements.js';

/** The chunk's statements without one of the mechanisms, to show what it is for. */
export const switchedOff = {
  /** Believes every id to be new. */
  inbox: { enterInbox: async (_db, _consumer, ids) => new Set(ids.keys()) },
  /** Believes every position to be its own, and stores none. */
  progress: { lockProgress: async () => undefined, advance: async (_db, _consumer, steps) => steps },
  /** Stores positions without a look at what is there. */
  comparison: {
    async advance(db, consumer, steps) {
      for (const { topic, number, to } of steps) {
        await db.query(
          'UPDATE consumer_progress SET next_offset = $4 WHERE consumer = $1 AND topic = $2 AND partition = $3',
          [consumer, topic, number, String(to)],
        );
      }
      return steps;
    },
  },
  /** Sees no held message. */
  holding: { heldKeys: async () => new Set<number>() },
} satisfies Record<string, Partial<ChunkStatements>>;

export type Mechanism = keyof typeof switchedOff;

/** The chunk's statements with those mechanisms switched off. */
export function without(...names: readonly Mechanism[]): ChunkStatements {
  return Object.assign({}, chunkStatements, ...names.map((name) => switchedOff[name])) as ChunkStatements;
}
