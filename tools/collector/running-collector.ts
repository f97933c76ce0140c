import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { eventually } from '@kervan/testing';
import { freePorts } from '../stack/preflight.js';
import { collectorConfig } from './collector.js';

/** A span in OTLP's JSON form, as far as tests look at it. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind?: number;
  readonly attributes?: readonly { readonly key: string; readonly value: { readonly stringValue?: string; readonly intValue?: string | number } }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** A Collector with the shipped configuration, between a test and a backend that keeps what arrives. */
export interface RunningCollector {
  /** Base address for OTLP over HTTP. */
  readonly url: string;
  /** What the backend has received, in the order of arrival. */
  readonly arrived: readonly OtlpSpan[];
  /** Sends spans as a service does. @throws when they are not taken. */
  send(spans: readonly OtlpSpan[]): Promise<void>;
  /** Ends it, once what it still holds is handed on. */
  stop(): Promise<void>;
}

interface Exported {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
}

/** Starts the Collector; its configuration is the shipped one, but that it sends JSON, which a test can read. */
export async function startCollector(binary: string, settings: Readonly<Record<string, string>>): Promise<RunningCollector> {
  const arrived: OtlpSpan[] = [];
  const backend = createServer((request, response) => {
    void json(request).then((body) => {
      const { resourceSpans } = body as Exported;
      arrived.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await once(backend.listen(0, '127.0.0.1'), 'listening');
  const folder = mkdtempSync(join(tmpdir(), 'collector-'));
  const [otlp, health] = await freePorts(2);
  const overlay = join(folder, 'test.yaml');
  writeFileSync(overlay, `receivers: { otlp: { protocols: { http: { endpoint: '127.0.0.1:${otlp}' } } } }
extensions: { health_check: { endpoint: '127.0.0.1:${health}' } }
exporters: { otlp_http/jaeger: { encoding: json, compression: none } }
`);
  const { port } = backend.address() as AddressInfo;
  const child = spawn(binary, ['--config', collectorConfig, '--config', overlay], {
    env: { OTLP_HOST: '127.0.0.1', JAEGER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'close');
  await eventually('the collector is well', async () => (await fetch(`http://127.0.0.1:${health}`)).ok);
  const url = `http://127.0.0.1:${otlp}`;
  return {
    url,
    arrived,
    async send(spans) {
      const body = JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: 'test' }, spans }] }] });
      const answer = await fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      if (!answer.ok) throw new Error(`spans were not taken: ${answer.status}`);
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      backend.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
