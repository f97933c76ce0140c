import { objectIn } from '../../inspect/written-lines.js';
import type { ErpDocument, Ledgers, LedgerLine } from '../../judge/ledger-lines.js';
import { spanKey } from './span-key.js';
import type { Facts } from './facts.js';
import type { Found } from './found.js';

/** What begins a chain of messages: its cause is a request or a file, which is no message. */
const BEGINNINGS = new Set([
  'kervan.sales.OrderPlaced',
  'kervan.sales.OrderCancelled',
  'kervan.banking.PaymentMatched',
  'kervan.fulfilment.RetryStep',
  'kervan.fulfilment.AmendOrder',
  'kervan.fulfilment.PauseOrder',
  'kervan.fulfilment.ResumeOrder',
  'kervan.fulfilment.SkipStep',
]);
const LOUD = new Set(['info', 'warn', 'error', 'fatal']);

interface LogLine {
  readonly level?: string;
  readonly msg?: string;
  readonly correlationId?: string;
}

type Traced = LedgerLine &
  Partial<Pick<ErpDocument, 'number' | 'orderNumber'>> & {
    readonly correlationId?: string;
    readonly traceparent?: string;
    readonly invoice?: { readonly orderNumber?: string };
  };

/** The correlation ids of the records of each order, by its id, which is their key. */
type OrderCorrelations = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * I6: every record, waiting output, held message, outgoing call and document has a correlation id, a record that of its cause,
 * a call or document one that records of its order have; every cause is a message that is there, or a request.
 *
 * Every log line that names an order has a correlation id, too; which one is not asked. A door tells of each request under
 * that request's own, and most requests for an order lead to no record: webhooks that come again, or tell nothing new.
 */
export function checkTraceable(facts: Facts, ledgers: Pick<Ledgers, 'erp' | 'integrator'>): Found[] {
  const correlations = correlationsOf(facts);
  return [...checkRecords(facts), ...checkRows(facts, correlations), ...checkDocuments(facts, ledgers, correlations), ...checkLogs(facts, correlations)];
}

function correlationsOf({ records }: Pick<Facts, 'records'>): OrderCorrelations {
  const byOrder = new Map<string, Set<string>>();
  for (const { key, headers } of records) {
    if (key === undefined || headers.ce_correlationid === undefined) continue;
    byOrder.set(key, (byOrder.get(key) ?? new Set()).add(headers.ce_correlationid));
  }
  return byOrder;
}

/** I6 of spans: none names a parent that is not there, in traces that begin here. */
export function checkSpans({ spans }: Pick<Facts, 'spans'>): Found[] {
  const known = new Set(spans.map(spanKey));
  const begun = new Set(spans.flatMap(({ parentSpanId, traceId }) => (parentSpanId ? [] : [traceId])));
  return spans
    .filter(({ traceId, parentSpanId }) => begun.has(traceId) && parentSpanId && !known.has(`${traceId} ${parentSpanId}`))
    .map(({ service, name, traceId }) => found('span-orphaned', `${service} ${name} of trace ${traceId} has no parent`));
}

/** Records of ours: a stranger's, which has no `ce_source`, is held, and says nothing about us. */
function checkRecords({ records, services }: Facts): Found[] {
  const names = new Set<string>(services.map(({ service }) => service));
  const ours = records.filter(({ headers }) => names.has(headers.ce_source ?? ''));
  const byId = Map.groupBy(records, ({ headers }) => headers.ce_id ?? '');
  return ours.flatMap(({ topic, partition, offset, headers }) => {
    const { ce_correlationid: correlation, ce_causationid: causation, ce_type: type = '' } = headers;
    const where = `${topic}/${partition} ${offset} (${type})`;
    if (!correlation) return [found('record-without-correlation', where)];
    if ('kervan_reason' in headers) return [];
    if (!causation) return [found('record-without-cause', where)];
    const cause = byId.get(causation)?.[0];
    if (!cause) return BEGINNINGS.has(type) ? [] : [found('cause-unknown', `${where} names ${causation}`)];
    const given = cause.headers.ce_correlationid ?? correlation; // a stranger's may have none: it is given one
    if (given === correlation) return [];
    return [found('correlation-broken', `${where} has not the correlation id of its cause`)];
  });
}

function checkRows({ services }: Facts, correlations: OrderCorrelations): Found[] {
  return services.flatMap(({ service, held, unsent, calls = [] }) => [
    ...unsent.flatMap(({ messageId, correlationId }) =>
      correlationId ? [] : [found('output-without-correlation', `${service} ${messageId}`)],
    ),
    ...held.flatMap(({ correlationId, topic, offset }) =>
      correlationId ? [] : [found('held-without-correlation', `${service} ${topic} ${offset}`)],
    ),
    ...calls.flatMap(({ correlationId, id, type, orderKey }) => {
      if (!correlationId) return [found('call-without-correlation', `${service} ${id}`)];
      return isOf([orderKey], correlationId, correlations) ? [] : [foreign(`${type} ${id} of ${service}`, orderKey)];
    }),
  ]);
}

/** Documents tell the number of their order, the sagas its id. */
function checkDocuments({ services }: Facts, { erp, integrator }: Pick<Ledgers, 'erp' | 'integrator'>, correlations: OrderCorrelations): Found[] {
  const sagas = Map.groupBy(services.flatMap((rows) => rows.sagas ?? []), ({ orderNumber }) => orderNumber);
  const received = [...erp, ...integrator.filter(({ kind }) => kind === 'transmission')] as readonly Traced[];
  return received.flatMap(({ correlationId, kind, number = '', orderNumber: told, invoice }) => {
    if (!correlationId) return [found('call-without-correlation', `${kind} ${number} came without one`)];
    const orderNumber = told ?? invoice?.orderNumber ?? '';
    const orders = (sagas.get(orderNumber) ?? []).map(({ id }) => id);
    return isOf(orders, correlationId, correlations) ? [] : [foreign(`${kind} ${number}`, orderNumber)];
  });
}

/** Whether records of one of these orders have a correlation id; of orders without records nothing can be said. */
function isOf(orders: readonly string[], correlationId: string, correlations: OrderCorrelations): boolean {
  const known = orders.flatMap((order) => correlations.get(order) ?? []);
  return known.length === 0 || known.some((ids) => ids.has(correlationId));
}

function foreign(what: string, order: string): Found {
  return found('correlation-foreign', `${what} has a correlation id that no record of its order ${order} has`);
}

/** An order's id is the key of its records: another one is none of an order that is known. */
function checkLogs({ logs }: Facts, correlations: OrderCorrelations): Found[] {
  return logs.flatMap((line) => {
    const order = ORDER_ID.exec(line.text)?.[1];
    if (order === undefined || !correlations.has(order)) return [];
    const { level = '', msg = '', correlationId = '' } = objectIn<LogLine>(line) ?? {};
    if (!LOUD.has(level)) return [];
    if (correlationId === '') return [found('log-without-correlation', `${line.file}: ${msg}`)];
    return [];
  });
}

const ORDER_ID = /"(?:orderId|saga|key)":"([0-9a-f-]{36})"/;

function found(code: string, detail: string): Found {
  return { invariant: 'I6', code, detail };
}
