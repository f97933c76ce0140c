import { OperatorApi } from '../platform/operator-api.js';
import { services, urlOf, type ServiceName } from '../platform/services.js';
import type { KnownInstallation } from './installation.js';

/** An order as the service that took it in lists it. */
export interface TakenOrder {
  readonly service: ServiceName;
  readonly id: string;
  readonly orderNumber: string;
  readonly state: string;
  readonly stateSince: string;
  readonly acceptedAt: string;
  readonly correlationId?: string;
  readonly documents: readonly { readonly type: string }[] | null;
}

/** An order as the orchestrator lists it. */
export interface ListedSaga {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly status: string;
  readonly step: string;
  readonly code: string | null;
  readonly detail: string | null;
}

type Filter<Name extends string> = { readonly [name in Name]: string } | { readonly orderNumber: string };

/** Where the services that take orders in list them. */
const lists: Readonly<Record<string, string>> = {
  'pos-ingest': '/admin/sales',
  'ecommerce-webhooks': '/admin/orders',
  'edi-gateway': '/admin/orders',
};

/** The orders of every channel with that state or number; of each service, those first that are longest in their state. */
export async function takenOrders(installation: KnownInstallation, filter: Filter<'state'>): Promise<TakenOrder[]> {
  const ofServices = services.map(async (service) => {
    const path = lists[service];
    if (path === undefined) return [];
    const items = await everyItem<Omit<TakenOrder, 'service'>>(installation, `${urlOf(service, installation)}${path}`, filter);
    return items.map((order) => ({ ...order, service }));
  });
  return (await Promise.all(ofServices)).flat();
}

/** The sagas with that status or order number, the one that has not moved for longest first. */
export function listedSagas(installation: KnownInstallation, filter: Filter<'status'>): Promise<ListedSaga[]> {
  return everyItem(installation, `${urlOf('order-orchestrator', installation)}/admin/sagas`, filter);
}

async function everyItem<Item>(installation: KnownInstallation, url: string, filter: Readonly<Record<string, string>>): Promise<Item[]> {
  const api = new OperatorApi(installation.secrets);
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ ...filter, limit: '200', ...(after !== undefined && { after }) });
    const page = await api.get<{ items: Item[]; next?: string }>(`${url}?${query}`);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
