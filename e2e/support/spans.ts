import { eventually } from '@kervan/testing';
import type { Span } from '@kervan/tools/inspect/span';
import { nameOf, spanTree, type SpanNode, type SpanTree } from '@kervan/tools/inspect/span-tree';

/** A span in words. */
export const inWords = (span: Span): string => `${span.service} ${span.kind} ${nameOf(span)}`;

/**
 * Spans that name a parent which is not among them, in words; of traces that began here, and not before `since`: the
 * timers of an order of an earlier test go on in its trace.
 */
export function orphansAmong(spans: readonly Span[], since = new Date(0)): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const beginnings = spans.filter(({ parentSpanId, startTimeUnixNano }) => !parentSpanId && Number(startTimeUnixNano) / 1e6 >= since.getTime());
  const begun = new Set(beginnings.map(({ traceId }) => traceId));
  return spans.filter(({ traceId, parentSpanId }) => begun.has(traceId) && parentSpanId && !known.has(parentSpanId)).map(inWords);
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

/**
 * The hops of the first way in the tree that ends at a request to the sandbox, in words: where it came in, then each
 * message and call.
 */
export function hopsTo(request: string, tree: SpanTree): string[] {
  const ends = ({ service, name }: Span): boolean => service === 'sandbox' && name === request;
  const way = waysIn(tree).find((spans) => spans.some(ends)) ?? [];
  return way.slice(0, way.findIndex(ends) + 1).filter(({ kind }, index) => index === 0 || kind !== 'internal').map(inWords);
}

/** Every way from a root of the tree to a span without children. */
export function waysIn({ roots }: SpanTree): (readonly Span[])[] {
  const waysFrom = ({ span, children }: SpanNode): Span[][] =>
    children.length === 0 ? [[span]] : children.flatMap(waysFrom).map((way) => [span, ...way]);
  return roots.flatMap(waysFrom);
}
