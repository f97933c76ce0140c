import { listedSagas, type ListedSaga } from '../inspect/listed-orders.js';
import { urlOf, type Installation } from '../platform/services.js';

const SHOWN = 10;

/** The orders that wait for a person, with the step, the reason and how to act on one; `undefined` when none does. */
export async function waitingOrders(installation: Installation): Promise<string | undefined> {
  const waiting = await listedSagas(installation, { status: 'needs_attention' });
  const [first] = waiting;
  if (!first) return undefined;
  const sagas = `${urlOf('order-orchestrator', installation)}/admin/sagas`;
  return [
    `${waiting.length} ${waiting.length === 1 ? 'order waits' : 'orders wait'} for a person:`,
    '',
    waitingTable(waiting),
    '',
    'Look at one in the console. Once what its reason names is mended, have its step tried again:',
    '',
    `curl -X POST ${sagas}/${first.orderId}/retry \\`,
    `  -H 'Authorization: Bearer ${installation.secrets.operatorKey}' -H 'Content-Type: application/json' \\`,
    `  -d '{"by":"your name","reason":"why"}'`,
    '',
    `A wrong order is corrected with ${sagas}/{orderId}/amend: see ${new URL('/docs', sagas).href}.`,
  ].join('\n');
}

/** Number, step and reason of each order, a line each; ten at most. */
export function waitingTable(waiting: readonly Pick<ListedSaga, 'orderNumber' | 'step' | 'code' | 'detail'>[]): string {
  const shown = waiting.slice(0, SHOWN);
  const numbers = Math.max(...shown.map(({ orderNumber }) => orderNumber.length));
  const steps = Math.max(...shown.map(({ step }) => step.length));
  const lines = shown.map(({ orderNumber, step, code, detail }) => {
    const reason = [code, detail].filter(Boolean).join(': ');
    return `  ${orderNumber.padEnd(numbers)}  ${step.padEnd(steps)}  ${reason}`;
  });
  const more = waiting.length - shown.length;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}
