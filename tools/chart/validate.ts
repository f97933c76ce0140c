import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { checker, notInstalled } from '../checkers/checker.js';
import { isCustom } from './custom-resources.js';
import type { Manifest } from './manifest.js';

/** The versions of Kubernetes whose schemas are asked: the oldest that the chart takes, and the newest. */
export const kubernetesVersions = ['1.30', '1.37'] as const;

/**
 * What the schemas of a version of Kubernetes refuse, strictly: an unknown field is refused, too. Custom resources are left
 * out, since these schemas do not know them.
 *
 * @returns a line for each; none where everything is right.
 */
export function refusedBy(version: string, manifests: readonly Manifest[]): string[] {
  const program = checker('kubernetes-validate');
  if (!program) throw new Error(notInstalled);
  const folder = mkdtempSync(join(tmpdir(), 'kervan-manifests-'));
  try {
    const file = join(folder, 'manifests.yaml');
    writeFileSync(file, manifests.filter((manifest) => !isCustom(manifest)).map((manifest) => stringify(manifest)).join('---\n'));
    const { status, stdout, stderr } = spawnSync(program, ['--kubernetes-version', version, '--strict', '--quiet', file], { encoding: 'utf8' });
    const lines = `${stdout}${stderr}`.split('\n').filter(Boolean);
    return status === 0 || lines.length > 0 ? lines : [`kubernetes-validate ended with ${status}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
