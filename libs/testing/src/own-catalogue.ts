import {
  catalogue,
  type Catalogue,
  createCatalogue,
  type RecordType,
  type Topic,
  type TopicKind,
} from '@kervan/contracts';
import { worldAroundService } from './world.js';

const PARTITIONS = 12;

/** A topic of a test's own, and whether the service under test reads it; it does where nothing is said. */
export interface OwnTopic {
  readonly domain: string;
  readonly kind?: TopicKind;
  readonly records: readonly RecordType<unknown>[];
  readonly consumed?: boolean;
}

/** Makes the catalogue of a service of this name; `id` keeps its topics apart from those of other tests. */
export type CatalogueOfService = (service: string, id: string) => Catalogue;

/** A few topics of a test's own; the service itself writes all of them. */
export function ownCatalogue(...topics: readonly OwnTopic[]): CatalogueOfService {
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

/** All topics that there are, under names of a test's own; the world around the service writes them as well. */
export function everyTopic(consumed: (topic: Topic) => boolean = () => true): CatalogueOfService {
  return (service, id) =>
    createCatalogue(
      catalogue.topics.map((topic) => ({
        ...topic,
        name: `t${id}.${topic.name}`,
        producers: [service, worldAroundService(service)],
        consumers: consumed(topic) ? [service] : [],
      })),
    );
}
