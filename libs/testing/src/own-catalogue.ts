import { type Catalogue, createCatalogue, type RecordType, type TopicKind } from '@kervan/contracts';

const PARTITIONS = 12;

/** A topic of a test's own, and whether the service under test reads it; it does where nothing is said. */
export interface OwnTopic {
  readonly domain: string;
  readonly kind?: TopicKind;
  readonly records: readonly RecordType<unknown>[];
  readonly consumed?: boolean;
}

/** Makes the catalogue of a service's test, of topics that no other test has: the service writes all of them. */
export function ownCatalogue(...topics: readonly OwnTopic[]): (service: string, id: string) => Catalogue {
  return (service, id) =>
    createCatalogue(
      topics.map(({ domain, kind = 'events', records, consumed = true }) => ({
        name: `test.${domain}${id}.${kind}.v1`,
        kind,
        key: 'orderId',
        partitions: PARTITIONS,
        retentionDays: 1,
        records,
        producers: [service],
        consumers: consumed ? [service] : [],
      })),
    );
}
