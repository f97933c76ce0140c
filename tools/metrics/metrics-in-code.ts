import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A metric that a lib or app makes. */
export interface MetricInCode {
  /** As `/metrics` shows it, without the suffixes of a histogram. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly project: string;
}

const MADE = /\.create(Observable)?(Counter|UpDownCounter|Gauge|Histogram)\(\s*'([a-z0-9_.]+)'/g;
const KINDS = { Counter: 'counter', UpDownCounter: 'gauge', Gauge: 'gauge', Histogram: 'histogram' } as const;

/** Every metric that the source of libs and apps makes, by name. */
export function metricsInCode(root: string): MetricInCode[] {
  const files = globSync('{libs,apps}/*/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.spec.ts'));
  const found = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(MADE)].map(([, , made = '', name = '']): MetricInCode => {
      const kind = KINDS[made as keyof typeof KINDS];
      return { name: shownName(name, kind), kind, project: file.split('/')[1]! };
    }),
  );
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A name as the Prometheus exporter writes it. */
function shownName(name: string, kind: MetricInCode['kind']): string {
  return name.replaceAll('.', '_') + (kind === 'counter' ? '_total' : '');
}

/** The names that docs/metrics.md tells of: the first column of its tables. */
export function metricsInDocs(markdown: string): string[] {
  const rows = markdown.split('\n').flatMap((line) => /^\| ((?:`[a-z0-9_]+`(?:, )?)+) \|/.exec(line)?.[1] ?? []);
  return rows.flatMap((cell) => [...cell.matchAll(/`([a-z0-9_]+)`/g)].map(([, name = '']) => name));
}

/** The names of a Prometheus text, by its TYPE lines. */
export function metricsServed(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}
