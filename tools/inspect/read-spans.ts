import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Span } from './span.js';

/**
 * The spans of the trace in which messages about most of `needles` go (an order's id or number, a correlation id);
 * questions about an order, as a person asks them, are traces of their own and do not count.
 *
 * Reads every `*.jsonl` of the folder twice: once for the trace's id, once for its spans. A line that is cut, because
 * its writer was killed, is passed over.
 */
export async function readTrace(folder: string, needles: readonly string[]): Promise<Span[]> {
  const hits = new Map<string, number>();
  for await (const line of lines(folder)) {
    if (!needles.some((needle) => line.includes(needle))) continue;
    const span = parse(line);
    if (span?.kind === 'producer' || span?.kind === 'consumer') hits.set(span.traceId, (hits.get(span.traceId) ?? 0) + 1);
  }
  const [traceId] = [...hits].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  if (traceId === undefined) return [];
  const spans: Span[] = [];
  for await (const line of lines(folder)) {
    const span: Span | undefined = line.includes(traceId) ? parse(line) : undefined;
    if (span?.traceId === traceId) spans.push(span);
  }
  return spans;
}

async function* lines(folder: string): AsyncGenerator<string> {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    yield* createInterface({ input: createReadStream(join(folder, file)), crlfDelay: Infinity });
  }
}

function parse(line: string): Span | undefined {
  try {
    return JSON.parse(line) as Span;
  } catch {
    return undefined;
  }
}
