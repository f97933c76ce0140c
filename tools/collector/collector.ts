import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { cacheFolder, checkout } from '../stack/checkout.js';
import { run } from '../stack/maven.js';

/** What runs between the services and Jaeger. */
export const collectorConfig = join(checkout, 'deploy/observability/collector.yaml');

const manifest = join(checkout, 'deploy/observability/collector-builder.yaml');

/** Where the Collector of this checkout's components is, or would be. */
function place(): string {
  const parts = createHash('sha256').update(readFileSync(manifest)).digest('hex').slice(0, 12);
  return join(cacheFolder, `collector-${parts}`, 'kervan-collector');
}

/** The OpenTelemetry Collector, if it was built here. */
export function builtCollector(): string | undefined {
  const binary = place();
  return existsSync(binary) ? binary : undefined;
}

/**
 * The OpenTelemetry Collector with the components that collector-builder.yaml names, built by its Builder at the first
 * use: about two and a half minutes of CPU. Later calls change nothing.
 *
 * @throws Refusal when Go is missing or its module proxy cannot be reached.
 */
export function collector(): string {
  const binary = place();
  if (existsSync(binary)) return binary;
  console.log('Building the OpenTelemetry Collector (Go, some minutes) …');
  const folder = `${join(binary, '..')}.part`;
  mkdirSync(folder, { recursive: true });
  copyFileSync(manifest, join(folder, 'builder.yaml'));
  const [, version] = /^ {2}version: (\S+)$/m.exec(readFileSync(manifest, 'utf8'))!;
  const go = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOBIN: folder };
  const env = Object.entries(go).map(([name, value]) => `${name}=${value}`);
  run('env', [...env, 'go', 'install', `go.opentelemetry.io/collector/cmd/builder@v${version}`], folder);
  run('env', [...env, join(folder, 'builder'), '--config', 'builder.yaml'], folder);
  mkdirSync(join(binary, '..'), { recursive: true });
  renameSync(join(folder, 'out/kervan-collector'), binary);
  return binary;
}

const usage = `Usage: npm run collector:build

Prints the OpenTelemetry Collector that deploy/observability/collector.yaml runs on; Go builds it at the first use.`;

if (import.meta.main) {
  readCommandLine({ usage });
  await refusing(() => console.log(collector()));
}
