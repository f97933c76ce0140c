import { eventually } from '@kervan/testing';
import type { Span } from '@kervan/tools/inspect/span';
import { nameOf, spanTree, type SpanNode, type SpanTree } from '@kervan/tools/inspect/span-tree';

/** A span in words. */
export const inWords = (span: Span): string => `${span.service} ${span.kind} ${nameOf(span)}`;

/** Spans that name a parent which is not among them, in words. */
export function orphansAmong(spans: readonly Span[]): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId)).map(inWords);
}

/**
 * The tree of the trace that a `traceparent` belongs to, once `complete` says that all of it is there: each process
 * hands its spans over a moment after they have ended.
 */
export function treeOf(
  spans: () => readonly Span[],
  traceparent: string,
  complete: (spans: readonly Span[]) => boolean,
): Promise<SpanTree> {
  const [, traceId] = traceparent.split('-');
  return eventually('the spans of all processes have arrived', () => {
    const own = spans().filter((span) => span.traceId === traceId);
    const tree = spanTree(own);
    return complete(own) && tree.orphans.length === 0 && tree;
  });
}

/** Every way from a root of the tree to a span without children. */
export function waysIn({ roots }: SpanTree): (readonly Span[])[] {
  const waysFrom = ({ span, children }: SpanNode): Span[][] =>
    children.length === 0 ? [[span]] : children.flatMap(waysFrom).map((way) => [span, ...way]);
  return roots.flatMap(waysFrom);
}
