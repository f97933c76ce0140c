import { createWriteStream, type WriteStream } from 'node:fs';
import { SpanKind, SpanStatusCode, type HrTime } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type ExportDone = Parameters<SpanExporter['export']>[1];

const SUCCESS = 0;
const FAILED = 1;

/**
 * Appends each ended span as one JSON line to a file, for machines without a collector.
 * A file that cannot be written loses spans, never requests.
 */
export class SpanFileExporter implements SpanExporter {
  private readonly file: WriteStream;
  private failure: Error | undefined;

  constructor(path: string) {
    this.file = createWriteStream(path, { flags: 'a' });
    this.file.on('error', (error) => (this.failure = error));
  }

  export(spans: ReadableSpan[], done: ExportDone): void {
    if (this.failure) return done({ code: FAILED, error: this.failure });
    this.file.write(spans.map((span) => `${JSON.stringify(lineOf(span))}\n`).join(''), (error) =>
      done(error ? { code: FAILED, error } : { code: SUCCESS }),
    );
  }

  shutdown(): Promise<void> {
    return new Promise((resolve) => (this.failure ? resolve() : this.file.end(() => resolve())));
  }
}

function lineOf(span: ReadableSpan): object {
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    kind: SpanKind[span.kind]?.toLowerCase(),
    service: span.resource.attributes['service.name'],
    startTimeUnixNano: nanos(span.startTime),
    endTimeUnixNano: nanos(span.endTime),
    attributes: span.attributes,
    status: { code: SpanStatusCode[span.status.code].toLowerCase(), message: span.status.message },
    links: span.links.map(({ context }) => ({ traceId: context.traceId, spanId: context.spanId })),
  };
}

function nanos([seconds, nanoseconds]: HrTime): string {
  return (BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)).toString();
}
