import { describe, expect, it } from 'vitest';
import type { Ledgers } from '../../judge/ledger-lines.js';
import type { LyingRecord } from '../../topics/read-records.js';
import { definedSteps } from './definition.js';
import type { CallRow, Facts, HeldRow, HistoryRow } from './facts.js';
import { idOf, line, rowsOf, saga, soundFacts, type MutableFacts } from './fixtures/sound-facts.js';
import { checkHeld } from './held.js';
import { checkOvertaking } from './overtaking.js';
import { checkPositions } from './positions.js';
import { checkPublished } from './published.js';
import { checkRepeatable } from './repeatable.js';
import { checkSagas } from './sagas.js';
import { checkTimers } from './timers.js';
import { checkSpans, checkTraceable } from './traceable.js';

const NO_DOCUMENTS: Pick<Ledgers, 'erp' | 'integrator'> = { erp: [], integrator: [] };
const STEPS = definedSteps();

/** A line of a ledger of the outside world. */
const document = (kind: string, told: object) => ({ seq: 1, at: '', kind, number: '1', ...told });

function codes(facts: Facts, ledgers = NO_DOCUMENTS): string[] {
  const found = [
    ...checkTraceable(facts, ledgers),
    ...checkSpans(facts),
    ...checkPublished(facts),
    ...checkPositions(facts),
    ...checkHeld(facts),
    ...checkOvertaking(facts),
    ...checkSagas(facts, STEPS),
    ...checkTimers(facts),
    ...checkRepeatable(facts),
  ];
  return found.map(({ invariant, code }) => `${invariant} ${code}`);
}

function after(change: (facts: MutableFacts) => void): string[] {
  const facts = soundFacts();
  change(facts);
  return codes(facts);
}

/** Changes a header of the record at a place. */
function header(at: number, name: string, text: string | undefined): (facts: MutableFacts) => void {
  return ({ records }) => {
    const { [name]: _, ...others } = (records[at] as LyingRecord).headers;
    records[at] = { ...(records[at] as LyingRecord), headers: text === undefined ? others : { ...others, [name]: text } };
  };
}

function history(...lines: readonly HistoryRow[]): (facts: MutableFacts) => void {
  return (facts) => {
    const last = lines.at(-1) as HistoryRow;
    const { step, status, direction } = last;
    Object.assign(rowsOf(facts, 'order-orchestrator'), { history: lines, sagas: [saga({ step, status, direction, revision: lines.length })] });
  };
}

/** Has a service hold a message. */
function holding(service: string, told: Partial<HeldRow>): (facts: MutableFacts) => void {
  const place = { topic: 'x', partition: 0, offset: 1n, key: null };
  const usual = { ...place, state: 'dead', blocks: false, correlationId: 'c', detail: null, heldAt: new Date(0), resolvedAt: null };
  return (facts) => Object.assign(rowsOf(facts, service), { held: [{ ...usual, ...told }] });
}

/** An outgoing call for the one order. */
function call({ records }: Facts, told: Partial<CallRow>): CallRow {
  const own = { id: '1', type: 'post-payment', state: 'done', repeatKey: 'k', attempts: 1 };
  return { ...own, orderKey: records[0]?.key ?? '', correlationId: records[0]?.headers.ce_correlationid ?? '', ...told };
}

const started = line(1, { input: 'kervan.sales.OrderPlaced', effect: 'started', step: 'post-order' });
const posted = (revision: number, step: string, told = {}) => line(revision, { input: 'kervan.erp.SalesOrderPosted', step, ...told });

describe('the invariants', () => {
  it('hold for an order that went its way', () => {
    expect(codes(soundFacts())).toEqual([]);
  });

  it('know the steps of the saga from the page that is generated from it', () => {
    expect(STEPS.map(({ name }) => name)).toEqual([
      'post-order', 'issue-invoice', 'transmit', 'book-invoice', 'post-payment', 'settle', 'post-settlement',
    ]);
    expect(STEPS.find(({ pivot }) => pivot)).toEqual({ name: 'transmit', optional: true, pivot: true, succeedsWith: 'InvoiceAccepted' });
    expect(() => definedSteps('no table')).toThrow('tells no steps');
  });

  it.each<[string, string, (facts: MutableFacts) => void]>([
    ['I6 record-without-correlation', 'a record has no correlation id', header(1, 'ce_correlationid', undefined)],
    ['I6 correlation-broken', 'a record has another one than its cause', header(1, 'ce_correlationid', 'another')],
    ['I6 record-without-cause', 'a record names no cause', header(1, 'ce_causationid', undefined)],
    ['I6 cause-unknown', 'a command is caused by what is not there', header(1, 'ce_causationid', 'nothing')],
    ['I6 held-without-correlation', 'a held message has none', holding('erp-writer', { correlationId: '' })],
    [
      'I6 log-without-correlation', 'a line about an order has none',
      (facts) => facts.logs.push({ file: 'x.log', text: `{"level":"info","msg":"done","orderId":"${facts.records[0]?.key}"}` }),
    ],
    [
      'I6 span-orphaned', 'a span has a parent that is not there',
      ({ spans }) => {
        const span = { traceId: 't', name: 'n', service: 's' };
        spans.push({ ...span, spanId: '1', parentSpanId: null }, { ...span, spanId: '2', parentSpanId: '9' });
      },
    ],
    ['I7 published-not', 'a record that was committed is not on its topic', ({ records }) => records.splice(2, 1)],
    ['I7 published-ghost', 'a record that was never committed is', (facts) => Object.assign(rowsOf(facts, 'erp-writer'), { committed: [] })],
    [
      'I7 output-unsent', 'an output waits',
      (facts) => Object.assign(rowsOf(facts, 'erp-writer'), { unsent: [{ topic: 'x', messageId: 'y', correlationId: 'z' }] }),
    ],
    ['I8 position-before-work', 'a service is past what it has not taken', (facts) => Object.assign(rowsOf(facts, 'erp-writer'), { inbox: new Map() })],
    [
      'I8 skipped-yet-taken', 'a service takes what it is said to pass over',
      (facts) => {
        header(0, 'ce_type', 'kervan.fulfilment.OrderNeedsAttention')(facts);
        Object.assign(rowsOf(facts, 'order-orchestrator'), { service: 'bank-reconciler' });
      },
    ],
    [
      'I8 not-read', 'a record lies at the position of a service that reads its topic',
      (facts) => facts.records.push({ ...(facts.records[1] as LyingRecord), offset: 10n }),
    ],
    ['I8 not-read', 'a service has no position in a partition of a topic that it reads', (facts) => Object.assign(rowsOf(facts, 'erp-writer'), { positions: [] })],
    [
      'I8 not-read', 'a service that nobody asks has never been given a partition',
      (facts) => facts.services.push({ ...rowsOf(facts, 'pos-ingest'), service: 'console', committed: [] }),
    ],
    [
      'I6 correlation-foreign', 'a call goes out under an id that no record of its order has',
      (facts) => Object.assign(rowsOf(facts, 'erp-writer'), { calls: [call(facts, { correlationId: 'of the call alone' })] }),
    ],
    ['I14 held-left', 'a message waits to be run again', holding('erp-writer', { state: 'waiting' })],
    ['I14 held-left', 'a message waits for a person', holding('pos-ingest', { state: 'dead' })],
    [
      'I9 held-overtaken', 'a message is taken behind one that is held',
      (facts) => {
        const { key = null } = facts.records[2] as LyingRecord;
        holding('order-orchestrator', { topic: 'erp.document.replies.v1', partition: 3, offset: 6n, key, blocks: true })(facts);
      },
    ],
    ['I9 history-gap', 'a line of a history is missing', history(started, posted(3, 'post-payment'))],
    [
      'I9 history-differs', 'a saga stands elsewhere than its history says',
      (facts) => Object.assign(rowsOf(facts, 'order-orchestrator'), { sagas: [saga({ step: 'settle' })] }),
    ],
    ['I9 saga-backwards', 'a saga goes back a step', history(started, posted(2, 'post-payment'), line(3, { input: 'kervan.erp.PaymentPosted', step: 'post-order' }))],
    ['I9 saga-backwards', 'a saga goes forward again', history(started, posted(2, 'post-order', { direction: 'backward' }), posted(3, 'post-payment'))],
    ['I9 saga-backwards', 'a saga goes on after its end', history(started, posted(2, 'post-payment', { status: 'completed' }), posted(3, 'post-payment'))],
    ['I10 transition-illegal', 'a step is begun by what says nothing of the one before', history(started, line(2, { input: 'kervan.erp.PaymentPosted', step: 'post-payment' }))],
    [
      'I10 undone-after-pivot', 'an order is taken back after the pivot',
      history(
        started, posted(2, 'issue-invoice'), line(3, { input: 'kervan.invoicing.InvoiceIssued', step: 'transmit' }),
        line(4, { input: 'kervan.invoicing.InvoiceAccepted', step: 'book-invoice' }),
        line(5, { input: 'kervan.sales.OrderCancelled', step: 'post-order', direction: 'backward' }),
      ),
    ],
    ['I10 saga-overdue', 'a saga is past its deadline', (facts) => Object.assign(rowsOf(facts, 'order-orchestrator'), { sagas: [saga({ status: 'running', overdue: true })] })],
    ['I10 timer-missing', 'a saga waits whose timer is lost', (facts) => Object.assign(rowsOf(facts, 'order-orchestrator'), { sagas: [saga({ status: 'waiting', untimed: true })] })],
    ['I10 saga-doubled', 'an order has two sagas', (facts) => Object.assign(rowsOf(facts, 'order-orchestrator'), { sagas: [saga(), saga()] })],
    ['I14 id-not-repeatable', 'an id does not follow from its cause', header(1, 'ce_id', '01a20085-0639-8000-8000-000000000000')],
    ['I14 id-not-repeatable', 'an id follows from its cause, and is of another record', header(1, 'ce_type', 'kervan.erp.PostInvoice')],
    ['I14 id-not-repeatable', 'an id follows from its cause, and is of other content', ({ records }) => (records[1] = { ...(records[1] as LyingRecord), value: Buffer.from('\0\0\0\0\x01other') })],
    ['I14 id-not-repeatable', 'an id begins at another time than its cause', header(2, 'ce_id', '01a20085-0640-8aaa-8bbb-0123456789ab')],
  ])('find %s when %s', (found, _what, change) => {
    expect(after(change)).toContain(found);
  });

  it.each([
    ['the ERP', { erp: [document('sales-order', { orderNumber: '001-1-1-1' })], integrator: [] }],
    ['the integrator', { erp: [], integrator: [document('transmission', { invoice: { orderNumber: '001-1-1-1' } })] }],
  ])('find a document that came to %s under the id of another order, and one that came without any', (_where, ledgers) => {
    const facts = soundFacts();
    const under = (correlationId: string | undefined) => {
      const told = ([documents]: readonly (readonly object[])[]) => documents?.map((one) => ({ ...one, correlationId }));
      return codes(facts, { erp: told([ledgers.erp]), integrator: told([ledgers.integrator]) } as unknown as typeof NO_DOCUMENTS);
    };
    expect(under('the sale')).toEqual([]);
    expect(under('another sale')).toEqual(['I6 correlation-foreign']);
    expect(under(undefined)).toEqual(['I6 call-without-correlation']);
  });

  it('know nothing of a document whose order has no saga: that is found elsewhere', () => {
    const erp = [document('payment', { orderNumber: 'unheard-of', correlationId: 'any' })];
    expect(codes(soundFacts(), { erp, integrator: [] } as unknown as typeof NO_DOCUMENTS)).toEqual([]);
  });

  it('let a call go out under an id of its order', () => {
    expect(after((facts) => Object.assign(rowsOf(facts, 'erp-writer'), { calls: [call(facts, {})] }))).toEqual([]);
  });

  describe('of dead letters', () => {
    /** As erp-writer has copied the one command, and as its outbox was given it. */
    const copied = ({ records }: Facts, attempts = '1') => {
      const { topic, partition, offset, ...command } = records[1] as LyingRecord;
      const place = { kervan_topic: topic, kervan_partition: String(partition), kervan_offset: String(offset) };
      const headers = { ...command.headers, ...place, kervan_reason: 'no-such-shelf', kervan_attempts: attempts, kervan_timestamp: '2026-11-21T07:00:00.123Z' };
      return { ...command, topic: 'erp-writer.dlq.v1', partition, offset: 0n, headers };
    };
    const given = { topic: 'erp-writer.dlq.v1', messageId: '01a1fce7-9dfb-848e-890a-59cd11ba19cd' };
    const give = (facts: MutableFacts) => Object.assign(rowsOf(facts, 'erp-writer'), { committed: [...(rowsOf(facts, 'erp-writer').committed ?? []), given] });

    it('hold where each that was committed lies on its topic', () => {
      expect(after((facts) => [give(facts), facts.records.push(copied(facts), copied(facts))])).toEqual([]);
    });

    it('find one that was committed and does not lie there, and one that lies there and was never committed', () => {
      expect(after(give)).toEqual(['I7 published-not']);
      expect(after((facts) => facts.records.push(copied(facts)))).toEqual(['I7 published-ghost']);
    });

    it('tell the copy of another try from it', () => {
      expect(after((facts) => [give(facts), facts.records.push(copied(facts, '2'))])).toEqual(['I7 published-not', 'I7 published-ghost']);
    });

    it('take no notice of what a stranger has written among them', () => {
      const stranger = (facts: Facts) => {
        const { kervan_reason: _, ...headers } = copied(facts).headers;
        return { ...copied(facts), headers };
      };
      expect(after((facts) => facts.records.push(stranger(facts), { ...stranger(facts), headers: {} }))).toEqual([]);
    });
  });

  it('take no notice of what a stranger has written', () => {
    const place = { topic: 'erp.document.commands.v1', partition: 3, offset: 9n };
    const discarded = holding('erp-writer', { ...place, state: 'discarded' });
    expect(
      after((facts) => {
        facts.records.push({ ...place, key: 'x', value: null, headers: {} });
        discarded(facts);
      }),
    ).toEqual([]);
  });

  it('ask of the id of a timer no more than its begin: it follows also from when that was due', () => {
    const timer = (id: string) => ({ records }: MutableFacts) => {
      const { headers, ...one } = records[1] as LyingRecord;
      records.push({ ...one, headers: { ...headers, ce_id: id, ce_type: 'kervan.fulfilment.StepDeadlineReached' } });
    };
    expect(after(timer('01a20085-0639-8000-8000-000000000000'))).not.toContain('I14 id-not-repeatable');
    expect(after(timer('01a20085-0640-8000-8000-000000000000'))).toContain('I14 id-not-repeatable');
  });

  it('let what tells that a person has discarded an order follow from the record that he discarded', () => {
    const toldBy = (source: string) => ({ records }: MutableFacts) => {
      const [placed] = records as [LyingRecord];
      const { ce_id: cause = '' } = placed.headers;
      const type = 'kervan.fulfilment.OrderReversed';
      const headers = { ...placed.headers, ce_id: idOf(source, cause, type), ce_type: type, ce_source: 'order-orchestrator', ce_causationid: cause };
      records.push({ ...placed, topic: 'fulfilment.order.events.v1', headers });
    };
    expect(after(toldBy('discard'))).not.toContain('I14 id-not-repeatable');
    expect(after(toldBy('somebody'))).toContain('I14 id-not-repeatable');
  });

  it('let a message be there twice', () => {
    expect(after(({ records }) => records.push({ ...(records[0] as LyingRecord), offset: 8n }))).toEqual([]);
  });

  it('let a person send a saga back a step', () => {
    const back = line(3, { input: 'kervan.fulfilment.AmendOrder', step: 'post-order' });
    expect(after(history(started, posted(2, 'issue-invoice'), back, posted(4, 'issue-invoice')))).toEqual([]);
  });
});
