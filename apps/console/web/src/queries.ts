import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AuditEntry, AuditVerification } from '../../src/ask-services/audit-views';
import type { HeldCause, HeldDetails, HeldItem, RedriveBatch } from '../../src/ask-services/held-views';
import type { OutboundCall, OutboundTarget } from '../../src/ask-services/outbound-views';
import { queryOf } from '../../src/ask-services/query-of';
import type { SagaStanding } from '../../src/ask-services/saga-views';
import type {
  BlockedStatement,
  GappedStatement,
  QuarantinedItem,
  ServiceList,
  ServiceThing,
  UndecidedItem,
} from '../../src/ask-services/service-views';
import type { Counts, DocumentDetails, DocumentsPage, SearchResult } from '../../src/views';
import { ApiFailure, ask } from './api';

const LIVE_MS = 2_000;
const CALM_MS = 10_000;

/** Which orders a list shows. */
export interface DocumentFilter {
  readonly channel?: string | undefined;
  readonly state?: string | undefined;
  /** Business day. */
  readonly day?: string | undefined;
  /** Real business alone, or tests alone. */
  readonly mode?: string | undefined;
}

/** How every question to the API is repeated: once at a failure that may pass, never at a refusal. */
export function retries(failures: number, error: Error): boolean {
  const refused = error instanceof ApiFailure && error.status < 500;
  return !refused && failures < 1;
}

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: ({ signal }) => ask<Counts>('/v1/counts', signal),
  refetchInterval: LIVE_MS,
});

/** The orders that wait for a person, with as many as fit on the start page, or by pages. */
export const waitingQuery = queryOptions({
  queryKey: ['attention', 'first'],
  queryFn: ({ signal }) => ask<DocumentsPage>('/v1/attention?limit=5', signal),
  refetchInterval: LIVE_MS,
});

export const latestQuery = queryOptions({
  queryKey: ['documents', 'latest'],
  queryFn: ({ signal }) => ask<DocumentsPage>('/v1/documents?limit=10', signal),
  refetchInterval: LIVE_MS,
});

export const attentionPages = infiniteQueryOptions({
  queryKey: ['attention', 'pages'],
  queryFn: ({ pageParam, signal }) => ask<DocumentsPage>(`/v1/attention?${queryOf({ after: pageParam })}`, signal),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next,
  refetchInterval: CALM_MS,
});

export const documentPages = (filter: DocumentFilter) =>
  infiniteQueryOptions({
    queryKey: ['documents', 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      ask<DocumentsPage>(`/v1/documents?${queryOf({ ...filter, after: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: CALM_MS,
    placeholderData: keepPreviousData,
  });

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => ask<SearchResult>(`/v1/search?${queryOf({ q })}`, signal),
  });

/** One order; asked again every 2 s until it has ended, more rarely then. */
export const documentQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['document', orderId],
    queryFn: ({ signal }) => ask<DocumentDetails>(`/v1/documents/${encodeURIComponent(orderId)}`, signal),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'completed' || data?.state === 'reversed' ? CALM_MS : LIVE_MS,
  });

/** Where an order that has not ended stands, and what may be done about it. */
export const sagaQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['saga', orderId],
    queryFn: ({ signal }) => ask<ServiceThing<SagaStanding>>(`/v1/sagas/${encodeURIComponent(orderId)}`, signal),
    refetchInterval: LIVE_MS,
  });

const live = <Item>(name: string) =>
  queryOptions({
    queryKey: ['services', name],
    queryFn: ({ signal }) => ask<ServiceList<Item>>(`/v1/${name}`, signal),
    refetchInterval: CALM_MS,
  });

export const targetsQuery = live<OutboundTarget>('targets');

/** Which outside system is looked at, and who calls it. */
export interface TargetFilter {
  readonly service?: string;
  readonly target?: string;
}

export const callsQuery = ({ service, target }: TargetFilter) =>
  live<OutboundCall>(`calls?${queryOf({ service, target })}`);

/** Which acts of persons a list shows. */
export interface AuditFilter {
  readonly service?: string;
  /** What was acted upon: an order or anything of it, a held message, a target. */
  readonly subject?: string;
  readonly by?: string;
  /** Days of the reader, the last one included. */
  readonly from?: string;
  readonly to?: string;
}

export const auditQuery = ({ service, subject, by, from, to }: AuditFilter) =>
  live<AuditEntry>(
    `audit?${queryOf({ service, about: subject, by, from: from && beginning(from), to: to && beginning(to, 1) })}`,
  );

/** Reads all of every log: asked for once, and then by hand. */
export const verificationQuery = queryOptions({
  queryKey: ['audit-verification'],
  queryFn: ({ signal }) =>
    ask<{ services: readonly ServiceThing<AuditVerification>[] }>('/v1/audit/verification', signal),
  staleTime: Infinity,
});

/** The instant at which a day of the reader begins, or one some days later. */
function beginning(day: string, later = 0): string | undefined {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + later);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Which held messages a list shows: those of a cause, as the histogram counts them. */
export interface HeldFilter {
  readonly service?: string;
  readonly cause?: string;
  readonly type?: string;
  readonly topic?: string;
}

export const heldQuery = live<HeldItem>('held');
export const heldOfCause = (filter: HeldFilter) => live<HeldItem>(`held?${queryOf({ ...filter })}`);
export const heldCausesQuery = live<HeldCause>('held/causes');

/** Asked again every 2 s while one is under way, more rarely then. */
export const redriveBatchesQuery = queryOptions({
  queryKey: ['services', 'held/batches'],
  queryFn: ({ signal }) => ask<ServiceList<RedriveBatch>>('/v1/held/batches', signal),
  refetchInterval: ({ state: { data } }) =>
    data?.services.some(({ items }) => items.some(({ state }) => state === 'running')) ? LIVE_MS : CALM_MS,
});

/** One thing of a service, and when it was told: while the service does not answer, the last that it has told. */
export interface KeptThing<Item> extends ServiceThing<Item> {
  readonly toldAt: number;
}

/** One held message. It stays while its service does not answer: a person may be writing what it is to hold. */
export const heldMessageQuery = (service: string, id: string) => {
  const queryKey = ['held', service, id];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<KeptThing<HeldDetails>> => {
      const path = `/v1/held/${encodeURIComponent(service)}/${encodeURIComponent(id)}`;
      const told = await ask<ServiceThing<HeldDetails>>(path, signal);
      const last = client.getQueryData<KeptThing<HeldDetails>>(queryKey);
      if (told.failure !== null && last?.item) return { ...last, failure: told.failure };
      return { ...told, toldAt: Date.now() };
    },
    refetchInterval: CALM_MS,
  });
};

export const quarantineQuery = live<QuarantinedItem>('quarantine');
export const undecidedQuery = live<UndecidedItem>('undecided');
export const statementsQuery = live<BlockedStatement>('statements');
export const gapsQuery = live<GappedStatement>('statements/gaps');
