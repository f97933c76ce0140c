import { describe, expect, it } from 'vitest';
import type { Span } from './span.js';
import { renderTree, spanTree } from './span-tree.js';

function span(spanId: string, parentSpanId: string | null, startMs: number): Span {
  return {
    traceId: 't',
    spanId,
    parentSpanId,
    name: spanId,
    kind: 'internal',
    service: 'pos-ingest',
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${startMs + 5}000000`,
    attributes: {},
    status: { code: 'unset' },
  };
}

describe('the span tree of one trace', () => {
  it('puts children under their parent, earliest first', () => {
    const { roots, orphans } = spanTree([span('c', 'a', 1030), span('b', 'a', 1010), span('a', null, 1000)]);
    expect(roots.map((node) => node.span.spanId)).toEqual(['a']);
    expect(roots[0]?.children.map((node) => node.span.spanId)).toEqual(['b', 'c']);
    expect(orphans).toEqual([]);
  });

  it('shows a span whose parent is missing, and counts it', () => {
    const tree = spanTree([span('a', null, 1000), span('x', 'gone', 1001)]);
    expect(tree.orphans.map(({ spanId }) => spanId)).toEqual(['x']);
    expect(renderTree(tree)).toContain('1 spans name a parent that is not here');
  });

  it('names a message by its record', () => {
    const sent = { ...span('a', null, 1000), name: 'send sales.order.events.v1', attributes: { 'cloudevents.event_type': 'kervan.sales.OrderPlaced' } };
    expect(renderTree(spanTree([sent]))).toContain('send sales.order.events.v1 OrderPlaced (internal)');
  });

  it('prints when each span began and how long it took', () => {
    expect(renderTree(spanTree([span('a', null, 1000), span('b', 'a', 1010)]))).toBe(
      '      0.0 ms      5.0 ms  pos-ingest  a (internal)\n     10.0 ms      5.0 ms    pos-ingest  b (internal)',
    );
  });
});
