import { courseOf, documentsOf } from './course.js';
import { effectsOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { leavesNoTrace, type Input } from './inputs.js';
import { shownKurus, sumOf } from './kurus.js';
import { type ServiceFacts } from './service-facts.js';

/** Effects that no input explains. */
export function checkInvented(inputs: readonly Input[], byOrder: ReadonlyMap<string, Effects>): Finding[] {
  const sent = new Set(inputs.map(({ orderNumber }) => orderNumber));
  return [...byOrder]
    .filter(([orderNumber]) => !sent.has(orderNumber))
    .map(([orderNumber, effects]) => {
      const detail = `nobody has ordered this, but there is ${documentsOf(effects).join(', ')}`;
      return finding('effect-invented', orderNumber || '(no order)', detail);
    });
}

/** The sum of what was accepted is what stands in the ERP plus what does not stand there, to the kuruş. */
export function checkMoney(inputs: readonly Input[], byOrder: ReadonlyMap<string, Effects>): Finding[] {
  const accepted = [...inputs.filter(({ outcome }) => outcome === 'accepted'), ...takenUnanswered(inputs, byOrder)];
  const gross = (some: readonly Input[]) => sumOf(some.map(({ content }) => content.totals.gross));
  const total = gross(accepted);
  const without = gross(
    accepted.filter(({ orderNumber }) => standingOrders(effectsOf(byOrder, orderNumber)).length === 0),
  );
  const sent = new Set(inputs.map(({ orderNumber }) => orderNumber));
  const orders = [...byOrder].filter(([orderNumber]) => sent.has(orderNumber));
  const posted = sumOf(orders.flatMap(([, of]) => standingOrders(of).map(({ body }) => body.totals?.gross)));
  if (total === undefined || without === undefined || posted === undefined) {
    return [finding('money-differs', 'all orders', 'an amount cannot be read')];
  }
  if (total === posted + without) return [];
  const detail = `accepted ${shownKurus(total)}, in the ERP ${shownKurus(posted)}, not there ${shownKurus(without)}`;
  return [finding('money-differs', 'all orders', detail)];
}

/** What was taken though its sender does not know. */
function takenUnanswered(inputs: readonly Input[], byOrder: ReadonlyMap<string, Effects>): Input[] {
  const accepted = new Set(inputs.flatMap((input) => (input.outcome === 'accepted' ? [input.orderNumber] : [])));
  return inputs.filter(({ outcome, orderNumber }) => {
    const isOpen = outcome === 'unanswered' && !accepted.has(orderNumber);
    return isOpen && standingOrders(effectsOf(byOrder, orderNumber)).length > 0;
  });
}

/** What the services at the doors say of each accepted input, held against the ledgers. */
export function checkServices(
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  { orders, channels, attention }: ServiceFacts,
): Finding[] {
  return inputs
    .filter(({ outcome, channel, orderNumber }) => {
      return outcome === 'accepted' && (channels.has(channel) || orders.has(orderNumber));
    })
    .flatMap((input) => {
      const { orderNumber, id } = input;
      const order = orders.get(orderNumber);
      if (!order && leavesNoTrace(input)) return [];
      if (!order) return [finding('sale-unknown', orderNumber, 'accepted, but its service does not list it')];
      if (id !== undefined && order.id !== id) {
        return [finding('sale-id-differs', orderNumber, 'not the id that the sender was given')];
      }
      const course = courseOf(input, effectsOf(byOrder, orderNumber));
      const fits: Record<string, boolean> = {
        completed: course === 'whole',
        reversed: course === 'reversed' || course === 'nothing',
        needs_attention: attention.has(orderNumber),
        taken: input.expectation === 'waiting-for-payment' && course === 'unpaid',
        waiting: leavesNoTrace(input) && course === 'nothing',
        cancelled: course === 'nothing',
      };
      const fit = fits[order.state];
      if (fit) return [];
      if (fit === undefined || (order.state === 'taken' && input.expectation !== 'waiting-for-payment')) {
        return [finding('not-at-rest', orderNumber, `its service shows it as ${order.state}`)];
      }
      return [finding('state-differs', orderNumber, `its service shows it as ${order.state}, it is ${course}`)];
    });
}
