import type { Span } from './span.js';

/** A span with the spans it caused, earliest first. */
export interface SpanNode {
  readonly span: Span;
  readonly children: readonly SpanNode[];
}

/** The spans of one trace as a tree. */
export interface SpanTree {
  readonly roots: readonly SpanNode[];
  /** Spans that name a parent that is not among them. */
  readonly orphans: readonly Span[];
}

/** Builds the tree of one trace; an orphan stands as a root too, so that nothing is hidden. */
export function spanTree(spans: readonly Span[]): SpanTree {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const childrenOf = Map.groupBy(spans, ({ parentSpanId }) => (parentSpanId && known.has(parentSpanId) ? parentSpanId : ''));
  const nodesUnder = (id: string): SpanNode[] =>
    (childrenOf.get(id) ?? []).toSorted(byStart).map((span) => ({ span, children: nodesUnder(span.spanId) }));
  return {
    roots: nodesUnder(''),
    orphans: spans.filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId)),
  };
}

/** The tree as text: a line per span with its offset from the first one and its length, in milliseconds. */
export function renderTree({ roots, orphans }: SpanTree): string {
  const start = roots[0] ? BigInt(roots[0].span.startTimeUnixNano) : 0n;
  const lines: string[] = [];
  const walk = ({ span, children }: SpanNode, indent: string): void => {
    const at = milliseconds(BigInt(span.startTimeUnixNano) - start);
    const length = milliseconds(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano));
    const failed = span.status.code === 'error' ? '  ERROR' : '';
    lines.push(`${at.padStart(9)} ms ${length.padStart(8)} ms  ${indent}${span.service}  ${nameOf(span)} (${span.kind})${failed}`);
    for (const child of children) walk(child, `${indent}  `);
  };
  for (const root of roots) walk(root, '');
  if (orphans.length > 0) lines.push(`${orphans.length} spans name a parent that is not here`);
  return lines.join('\n');
}

/** Its name, with the record for a message: a topic has several. */
export function nameOf({ name, attributes }: Pick<Span, 'name' | 'attributes'>): string {
  const record = attributes['cloudevents.event_type'];
  return typeof record === 'string' ? `${name} ${record.split('.').at(-1)}` : name;
}

function milliseconds(nanoseconds: bigint): string {
  return (Number(nanoseconds) / 1e6).toFixed(1);
}

function byStart(a: Span, b: Span): number {
  return Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano));
}
