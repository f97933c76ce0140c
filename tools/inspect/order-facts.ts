import { OperatorApi } from '../platform/operator-api.js';
import { urlOf } from '../platform/services.js';
import type { KnownInstallation } from './installation.js';
import { listedSagas, takenOrders, type TakenOrder } from './listed-orders.js';
import type { OrderMessages } from './read-spans.js';
import type { Happening } from './timeline.js';

interface HistoryEntry {
  readonly at: string;
  readonly messageId: string;
  readonly input: string;
  readonly effect: string;
  readonly step: string;
  readonly detail: string;
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
export interface OrderFacts extends OrderMessages {
  readonly orderId: string;
  readonly state: string;
  readonly happenings: readonly Happening[];
}

/** Asks every service about the order of that number, whichever way it came; undefined when none knows it. */
export async function orderFacts(installation: KnownInstallation, orderNumber: string): Promise<OrderFacts | undefined> {
  const [[taken], [saga]] = await Promise.all([
    takenOrders(installation, { orderNumber }),
    listedSagas(installation, { orderNumber }),
  ]);
  const orderId = taken?.id ?? saga?.orderId;
  if (orderId === undefined) return undefined;

  const api = new OperatorApi(installation.secrets);
  const sagaUrl = `${urlOf('order-orchestrator', installation)}/admin/sagas/${orderId}`;
  const [history, ...calls] = await Promise.all([
    saga ? api.get<{ history: HistoryEntry[] }>(sagaUrl).then((found) => found.history) : [],
    ...(['erp-writer', 'einvoice-sender'] as const).map(async (service) => {
      const url = `${urlOf(service, installation)}/admin/calls?orderKey=${orderId}&limit=200`;
      return (await api.get<{ items: Call[] }>(url)).items.flatMap((call) => happeningsOfCall(service, call));
    }),
  ]);
  return {
    orderId,
    state: taken?.state ?? saga?.status ?? '',
    messageIds: history.map(({ messageId }) => messageId),
    ...(taken?.correlationId !== undefined && { correlationId: taken.correlationId }),
    happenings: [...(taken ? happeningsOfOrder(taken) : []), ...history.map(happeningOfSaga), ...calls.flat()],
  };
}

function happeningsOfOrder({ acceptedAt, state, stateSince, service }: TakenOrder): Happening[] {
  const accepted = { at: acceptedAt, service, what: 'order accepted' };
  return state === 'accepted' ? [accepted] : [accepted, { at: stateSince, service, what: `order ${state}` }];
}

function happeningOfSaga({ at, input, effect, step, detail }: HistoryEntry): Happening {
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
