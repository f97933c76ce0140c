import type { Span } from './span.js';
import { linesIn, objectIn } from './written-lines.js';

/** What tells the messages of an order from all others. */
export interface OrderMessages {
  /** The ids of messages about it; where some are known, the correlation id is not asked. */
  readonly messageIds: readonly string[];
  readonly correlationId?: string;
}

/**
 * The traces in which messages about an order went, the earliest first, each with all its spans.
 *
 * Most orders have one; an operator's act or a correction that came later has its own. A question about an order, as a
 * person asks it, sends no message and does not count. Reads every `*.jsonl` of the folder twice: once for the traces'
 * ids, once for their spans. A line that is cut, because its writer was killed, is passed over.
 */
export async function readTraces(folder: string, { messageIds, correlationId }: OrderMessages): Promise<Span[][]> {
  const needles = new Set(messageIds.length > 0 || correlationId === undefined ? messageIds : [correlationId]);
  const traces = new Map<string, Span[]>();
  for await (const span of spansIn(folder, needles)) {
    if (messageOf(span).some((id) => needles.has(id))) traces.set(span.traceId, []);
  }
  for await (const span of spansIn(folder, new Set(traces.keys()))) traces.get(span.traceId)?.push(span);
  return [...traces.values()].toSorted((one, other) => beginOf(one) - beginOf(other));
}

/** The ids by which a span names the message that it sends or handles. */
function messageOf({ kind, attributes }: Span): string[] {
  if (kind !== 'producer' && kind !== 'consumer') return [];
  const names = ['messaging.message.id', 'messaging.message.conversation_id', 'kervan.correlation_id'];
  return names.flatMap((name) => (typeof attributes[name] === 'string' ? [attributes[name]] : []));
}

function beginOf(spans: readonly Span[]): number {
  return Math.min(...spans.map(({ startTimeUnixNano }) => Number(startTimeUnixNano)));
}

/** The spans in whose lines one of the words stands. */
async function* spansIn(folder: string, words: ReadonlySet<string>): AsyncGenerator<Span> {
  if (words.size === 0) return;
  const wanted = [...words];
  for await (const line of linesIn(folder)) {
    const isWanted = line.file.endsWith('.jsonl') && wanted.some((word) => line.text.includes(word));
    const span = isWanted ? objectIn<Span>(line) : undefined;
    if (span) yield span;
  }
}
