import { courseOf } from './course.js';
import { effectsOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { shownKurus, sumOf } from './kurus.js';
import { type ServiceFacts } from './service-facts.js';

/** Effects that no input of the tills explains; orders that were posted by hand are known to the services. */
export function checkInvented(
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  services: ServiceFacts | undefined,
): Finding[] {
  const rung = new Set(inputs.map((input) => input.rung.orderNumber));
  return [...byOrder]
    .filter(([orderNumber]) => !rung.has(orderNumber) && !services?.sales.has(orderNumber))
    .map(([orderNumber, { orders, erpInvoices, payments, invoices, cancellations }]) => {
      const documents = [...orders, ...erpInvoices, ...payments, ...cancellations, ...invoices.map(({ last }) => last)];
      const numbers = documents.map(({ number }) => number).join(', ');
      return finding('effect-invented', orderNumber || '(no order)', `no till rang this up, but there is ${numbers}`);
    });
}

/** The sum of what was accepted is what stands in the ERP plus what does not stand there, to the kuruş. */
export function checkMoney(inputs: readonly Input[], byOrder: ReadonlyMap<string, Effects>): Finding[] {
  const accepted = inputs.filter(({ outcome }) => outcome === 'accepted');
  const effects = (input: Input): Effects => effectsOf(byOrder, input.rung.orderNumber);
  const gross = (some: readonly Input[]) => sumOf(some.map(({ rung }) => rung.body.totals.gross));
  const total = gross(accepted);
  const without = gross(accepted.filter((input) => standingOrders(effects(input)).length === 0));
  const rung = new Set(inputs.map((input) => input.rung.orderNumber));
  const orders = [...byOrder].filter(([orderNumber]) => rung.has(orderNumber));
  const posted = sumOf(orders.flatMap(([, of]) => standingOrders(of).map(({ body }) => body.totals?.gross)));
  if (total === undefined || without === undefined || posted === undefined) {
    return [finding('money-differs', 'all orders', 'an amount cannot be read')];
  }
  if (total === posted + without) return [];
  const detail = `accepted ${shownKurus(total)}, in the ERP ${shownKurus(posted)}, not there ${shownKurus(without)}`;
  return [finding('money-differs', 'all orders', detail)];
}

/** What pos-ingest says of each accepted input, held against the ledgers. */
export function checkServices(
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  { sales, attention }: ServiceFacts,
): Finding[] {
  return inputs
    .filter(({ outcome }) => outcome === 'accepted')
    .flatMap((input) => {
      const { orderNumber } = input.rung;
      const sale = sales.get(orderNumber);
      if (!sale) return [finding('sale-unknown', orderNumber, 'accepted, but pos-ingest does not list it')];
      if (sale.id !== input.saleId)
        return [finding('sale-id-differs', orderNumber, 'not the id that the till was given')];
      const course = courseOf(input, effectsOf(byOrder, orderNumber));
      const fits: Record<string, boolean> = {
        completed: course === 'whole',
        reversed: course === 'reversed' || course === 'nothing',
        needs_attention: attention.has(orderNumber),
      };
      const fit = fits[sale.state];
      if (fit === undefined) return [finding('not-at-rest', orderNumber, `pos-ingest shows it as ${sale.state}`)];
      return fit
        ? []
        : [finding('state-differs', orderNumber, `pos-ingest shows it as ${sale.state}, it is ${course}`)];
    });
}
