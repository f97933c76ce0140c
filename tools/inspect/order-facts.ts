import { OperatorApi } from '../platform/operator-api.js';
import { urlOf } from '../platform/services.js';
import type { KnownInstallation } from './installation.js';
import type { Happening } from './timeline.js';

interface Sale {
  readonly id: string;
  readonly state: string;
  readonly stateSince: string;
  readonly acceptedAt: string;
}

interface Saga {
  readonly history: readonly { readonly at: string; readonly input: string; readonly effect: string; readonly step: string; readonly detail: string }[];
}

/** What a service tells of a call to an outside system. */
export interface Call {
  readonly target: string;
  readonly type: string;
  readonly state: string;
  readonly repeatKey: string;
  /** Tries that did not settle it; the one that did is not among them. */
  readonly attempts: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** What every service knows of an order. */
export interface OrderFacts {
  readonly orderId: string;
  readonly state: string;
  readonly happenings: readonly Happening[];
}

/** Asks every service about the order of that number; undefined when no till has sent it. */
export async function orderFacts(installation: KnownInstallation, orderNumber: string): Promise<OrderFacts | undefined> {
  const api = new OperatorApi(installation.secrets);
  const sales = `${urlOf('pos-ingest', installation)}/admin/sales?orderNumber=${encodeURIComponent(orderNumber)}`;
  const [sale] = (await api.get<{ items: Sale[] }>(sales)).items;
  if (!sale) return undefined;
  const { id: orderId, state } = sale;
  const [saga, ...calls] = await Promise.all([
    api.get<Saga>(`${urlOf('order-orchestrator', installation)}/admin/sagas/${orderId}`).catch(() => ({ history: [] })),
    ...(['erp-writer', 'einvoice-sender'] as const).map(async (service) => {
      const url = `${urlOf(service, installation)}/admin/calls?orderKey=${orderId}&limit=200`;
      return (await api.get<{ items: Call[] }>(url)).items.flatMap((call) => happeningsOfCall(service, call));
    }),
  ]);
  return { orderId, state, happenings: [...happeningsOfSale(sale), ...saga.history.map(happeningOfSaga), ...calls.flat()] };
}

function happeningsOfSale({ acceptedAt, state, stateSince }: Sale): Happening[] {
  const accepted = { at: acceptedAt, service: 'pos-ingest', what: 'sale accepted' };
  return state === 'accepted' ? [accepted] : [accepted, { at: stateSince, service: 'pos-ingest', what: `sale ${state}` }];
}

function happeningOfSaga({ at, input, effect, step, detail }: Saga['history'][number]): Happening {
  const name = input.split('.').at(-1) ?? input;
  return { at, service: 'order-orchestrator', what: `${name}: ${effect}, at step ${step || 'end'}`, reference: detail };
}

/** A call asked for and, once it ended, its end; attempts are told where the first one did not settle it. */
export function happeningsOfCall(service: string, call: Call): Happening[] {
  const asked = { at: call.createdAt, service, what: `${call.type} to ${call.target}`, reference: call.repeatKey };
  if (call.endedAt === null) return [{ ...asked, what: `${asked.what}: ${call.state}` }];
  return [asked, { at: call.endedAt, service, what: `${call.type} ${call.state}${failures(call.attempts)}` }];
}

function failures(attempts: number): string {
  if (attempts === 0) return '';
  return ` after ${attempts} failed attempt${attempts === 1 ? '' : 's'}`;
}
