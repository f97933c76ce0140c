import { createWriteStream, type WriteStream } from 'node:fs';
import type { HrTime } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Done = Parameters<SpanExporter['export']>[1];

/** Appends spans to a file as JSON lines, for machines without a collector; a full disk loses spans, never work. */
export class SpanFileExporter implements SpanExporter {
  private readonly file: WriteStream;
  private broken?: Error;

  constructor(path: string) {
    this.file = createWriteStream(path, { flags: 'a' });
    this.file.on('error', (error) => {
      this.broken = error;
    });
  }

  export(spans: ReadableSpan[], done: Done): void {
    if (this.broken) return done({ code: ExportResultCode.FAILED, error: this.broken });
    this.file.write(spans.map((span) => `${JSON.stringify(lineOf(span))}\n`).join(''), (error) => {
      done(error ? { code: ExportResultCode.FAILED, error } : { code: ExportResultCode.SUCCESS });
    });
  }

  shutdown(): Promise<void> {
    if (this.broken) return Promise.resolve();
    return new Promise((resolve) => this.file.end(() => resolve()));
  }
}

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'];
const STATUS_CODES = ['unset', 'ok', 'error'];

function lineOf(span: ReadableSpan): Record<string, unknown> {
  const { traceId, spanId } = span.spanContext();
  const { code, message } = span.status;
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    kind: KINDS[span.kind],
    service: span.resource.attributes['service.name'],
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: span.attributes,
    status: { code: STATUS_CODES[code], message },
    links: span.links.map(({ context }) => ({ traceId: context.traceId, spanId: context.spanId })),
  };
}

function nanoseconds([seconds, rest]: HrTime): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));
}
