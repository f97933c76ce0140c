import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { SpanFileExporter } from './span-file-exporter.js';

let sdk: NodeSDK | undefined;

/** Where spans go. */
export interface SpanSettings {
  readonly otlpEndpoint?: string;
  readonly file?: string;
}

/**
 * Starts OpenTelemetry for this process; loaded before everything else by `node --import`.
 * Without an endpoint and a file nothing is started and the API's spans cost nothing.
 */
export function startTracing({ otlpEndpoint, file }: SpanSettings): void {
  const exporter = otlpEndpoint ? new OTLPTraceExporter() : file ? new SpanFileExporter(file) : undefined;
  if (!exporter) return;
  sdk = new NodeSDK({
    serviceName: 'sandbox',
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 500, maxQueueSize: 8192 })],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
}

/** Hands the last spans over and ends tracing. */
export async function stopTracing(): Promise<void> {
  await sdk?.shutdown();
}
