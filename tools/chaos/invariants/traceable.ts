import type { ErpDocument, Ledgers, LedgerLine } from '../../judge/ledger-lines.js';
import { spanKey } from './span-key.js';
import { objectsIn, type Facts } from './facts.js';
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

type Traced = LedgerLine & Partial<Pick<ErpDocument, 'number'>> & { readonly correlationId?: string; readonly traceparent?: string };

/**
 * I6: every record, waiting output, held message, outgoing call and document has a correlation id, that of what caused
 * it; every cause is a message that is there, or a request; every log line that names an order has its correlation id.
 */
export function checkTraceable(facts: Facts, ledgers: Pick<Ledgers, 'erp' | 'integrator'>): Found[] {
  return [...checkRecords(facts), ...checkRows(facts), ...checkDocuments(ledgers), ...checkLogs(facts)];
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

function checkRows({ services }: Facts): Found[] {
  return services.flatMap(({ service, held, unsent, calls = [] }) => [
    ...unsent.flatMap(({ messageId, correlationId }) =>
      correlationId ? [] : [found('output-without-correlation', `${service} ${messageId}`)],
    ),
    ...held.flatMap(({ correlationId, topic, offset }) =>
      correlationId ? [] : [found('held-without-correlation', `${service} ${topic} ${offset}`)],
    ),
    ...calls.flatMap(({ correlationId, id }) => (correlationId ? [] : [found('call-without-correlation', `${service} ${id}`)])),
  ]);
}

function checkDocuments({ erp, integrator }: Pick<Ledgers, 'erp' | 'integrator'>): Found[] {
  const received = [...erp, ...integrator.filter(({ kind }) => kind === 'transmission')] as readonly Traced[];
  return received.flatMap(({ correlationId, kind, number = '' }) =>
    correlationId ? [] : [found('call-without-correlation', `${kind} ${number} came without one`)],
  );
}

/** An order's id is the key of its records; the correlation ids of those are the ones that its log lines may have. */
function checkLogs({ records, logs }: Facts): Found[] {
  const byOrder = new Map<string, Set<string>>();
  for (const { key, headers } of records) {
    if (key === undefined || headers.ce_correlationid === undefined) continue;
    byOrder.set(key, (byOrder.get(key) ?? new Set()).add(headers.ce_correlationid));
  }
  return logs.flatMap((line) => {
    const order = ORDER_ID.exec(line.text)?.[1];
    const known = order === undefined ? undefined : byOrder.get(order);
    if (!known) return [];
    const [{ level = '', msg = '', correlationId = '' } = {}] = objectsIn<LogLine>([line]);
    if (!LOUD.has(level)) return [];
    if (correlationId === '') return [found('log-without-correlation', `${line.file}: ${msg}`)];
    return [];
  });
}

const ORDER_ID = /"(?:orderId|saga|key)":"([0-9a-f-]{36})"/;

function found(code: string, detail: string): Found {
  return { invariant: 'I6', code, detail };
}
