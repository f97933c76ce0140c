import { type Catalogue, createCatalogue, OrderPlaced, OrderTaken, type Topic } from '@kervan/contracts';

/** The topics of one contender's round: orders come in on the one, and what was taken goes out on the other. */
export interface HopTopics {
  readonly placed: string;
  readonly taken: string;
  /** Others that orders might come in on, and do not. */
  readonly idle?: readonly string[];
}

/** Where the orders come in, for every contender. */
export const PLACED = 'bench.placed.events.v1';

/** Who writes the orders. */
export const TILLS = 'bench-tills';

/** The two topics as a catalogue, read and written by a service of this name. */
export function hopCatalogue(service: string, { placed, taken, idle = [] }: HopTopics): Catalogue {
  const shared = { kind: 'events', key: 'orderId', partitions: 12, retentionDays: 28 } as const satisfies Partial<Topic>;
  return createCatalogue([
    ...[placed, ...idle].map((name) => ({ ...shared, name, records: [OrderPlaced], producers: [TILLS], consumers: [service] })),
    { ...shared, name: taken, records: [OrderTaken], producers: [service], consumers: [] },
  ]);
}
