import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { checker, notInstalled } from '../checkers/checker.js';
import { checkout } from '../stack/checkout.js';
import { readManifests, type Manifest } from './manifest.js';

/** The folder of the chart. */
export const chart = join(checkout, 'helm/kervan');

/** What a release is made of, as an operator would give it. */
export interface Release {
  /** Files of values of the chart itself, such as `values-clustered.yaml`. */
  readonly profiles?: readonly string[];
  /** Values of the installation, which count more; each entry more than those before it. */
  readonly values?: readonly object[];
  readonly name?: string;
  readonly namespace?: string;
}

/** What a command of Helm said and how it ended. */
export interface Said {
  readonly ok: boolean;
  readonly out: string;
  readonly errors: string;
}

/** What `helm template` renders. @throws Error with Helm's own words where it refuses. */
export function render(release: Release): Manifest[] {
  const { ok, out, errors } = template(release);
  if (!ok) throw new Error(errors);
  return readManifests(out);
}

/** `helm template`, without a cluster. */
export function template({ name = 'shop', namespace = 'kervan', ...release }: Release): Said {
  return withValues(release, (values) => helm(['template', name, chart, '--namespace', namespace, ...values]));
}

/** `helm lint --strict`. */
export function lint(release: Release): Said {
  return withValues(release, (values) => helm(['lint', '--strict', chart, ...values]));
}

function withValues({ profiles = [], values = [] }: Release, work: (args: string[]) => Said): Said {
  const folder = mkdtempSync(join(tmpdir(), 'kervan-chart-'));
  try {
    const own = values.map((given, index) => {
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, stringify(given));
      return file;
    });
    const files = [...profiles.map((profile) => join(chart, profile)), ...own];
    return work(files.flatMap((file) => ['--values', file]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function helm(args: readonly string[]): Said {
  const program = checker('helm');
  if (!program) throw new Error(notInstalled);
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 32 * 1024 ** 2 });
  return { ok: status === 0, out: stdout, errors: stderr };
}
