import { eventually } from '@kervan/testing';
import type { Span } from '@kervan/tools/inspect/span';
import { spanTree, type SpanNode, type SpanTree } from '@kervan/tools/inspect/span-tree';
import { objectsIn, type Lines } from './lines.js';

/** The spans of the trace that a `traceparent` belongs to. */
export function traceOf(spans: Lines, traceparent: string): Span[] {
  const [, traceId] = traceparent.split('-');
  return objectsIn<Span>(spans.all()).filter((span) => span.traceId === traceId);
}

/**
 * The tree of a trace, once `complete` says that all of it has been written: each process writes its spans a moment
 * after they have ended.
 */
export function treeOf(spans: Lines, traceparent: string, complete: (spans: readonly Span[]) => boolean): Promise<SpanTree> {
  return eventually('the spans of all processes are written', () => {
    const own = traceOf(spans, traceparent);
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
