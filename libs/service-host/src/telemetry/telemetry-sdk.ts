import { metrics } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { envDetector, serviceInstanceIdDetector } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOnSampler, BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { BaggageAttributes } from './baggage-attributes.js';
import { observeProcess } from './process-metrics.js';
import { SpanFileExporter } from './span-file.exporter.js';
import { setTelemetry } from './telemetry-handle.js';

const SHUTDOWN_TIMEOUT_MS = 5_000;
/** Spans kept while a collector is slow or away; later ones are dropped, work goes on. */
const SPAN_BUFFER = {
  maxQueueSize: 8_192,
  maxExportBatchSize: 512,
  scheduledDelayMillis: 500,
  exportTimeoutMillis: 5_000,
};

const unwatched = /^\/(health|metrics|docs|openapi\.json|problems)/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Starts tracing and metrics of this process: HTTP in and, within a trace, Postgres queries.
 *
 * Messages are traced by libs/messaging, outgoing calls by libs/outbound. Spans go to OTEL_EXPORTER_OTLP_ENDPOINT where
 * it is set, else to SPAN_FILE where that is set, else nowhere. The Prometheus exporter opens no port of its own:
 * `/metrics` serves it. With OTEL_SDK_DISABLED=true nothing is started, and `/metrics` answers 404.
 */
export function startTelemetry(env: Environment): void {
  if (env.OTEL_SDK_DISABLED === 'true') return;
  const reader = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    serviceName: env.OTEL_SERVICE_NAME ?? env.SERVICE_NAME,
    autoDetectResources: true,
    resourceDetectors: [envDetector, serviceInstanceIdDetector],
    textMapPropagator: new W3CTraceContextPropagator(), // a caller's baggage stays outside
    // A caller whose own trace is not sampled turns nothing off here: the collector decides, when it knows the errors.
    ...(env.OTEL_TRACES_SAMPLER ? {} : { sampler: new AlwaysOnSampler() }),
    metricReaders: [reader],
    spanProcessors: spanProcessors(env),
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url }) => unwatched.test(url ?? ''),
        startIncomingSpanHook: () => ({ 'url.query': undefined }), // what people search for may be a person's name
        disableOutgoingRequestInstrumentation: true,
      }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    ],
  });
  sdk.start();
  observeProcess(metrics.getMeter('@kervan/service-host'));
  const serializer = new PrometheusSerializer();
  setTelemetry({
    metrics: async () => serializer.serialize((await reader.collect()).resourceMetrics),
    shutdown: () => within(SHUTDOWN_TIMEOUT_MS, sdk.shutdown()),
  });
}

function spanProcessors(env: Environment): SpanProcessor[] {
  if (env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) {
    return exporting(new OTLPTraceExporter());
  }
  return env.SPAN_FILE ? exporting(new SpanFileExporter(env.SPAN_FILE)) : [];
}

function exporting(exporter: SpanExporter): SpanProcessor[] {
  return [new BaggageAttributes(), new BatchSpanProcessor({ exporter, ...SPAN_BUFFER })];
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
