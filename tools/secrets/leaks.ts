import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../stack/checkout.js';

/** A secret that was found; the secret itself is told nowhere. */
export interface Leak {
  /** The kind of secret, as gitleaks names it. */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** The commit that brought it; empty for what is not committed yet. */
  readonly commit: string;
}

interface Finding {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
  readonly Commit: string;
}

/** The rules, and what they may pass over. */
export const rules = join(checkout, '.gitleaks.toml');

/**
 * Every secret in the commits of a repository, those included that a later commit has removed, and in what is changed and not
 * committed yet.
 *
 * Files that git does not know are not looked at: `.local` holds the secrets of this installation.
 *
 * @throws when gitleaks cannot be run, or the history cannot be read.
 */
export async function findLeaks(gitleaks: string, repository: string, config = rules): Promise<readonly Leak[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
  // in a repository of another user git reads nothing, and gitleaks would find nothing
  const trusted = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: repository };
  try {
    const found = [];
    for (const what of [[], ['--pre-commit'], ['--pre-commit', '--staged']]) {
      const report = join(folder, `${found.length}.json`);
      const args = ['git', ...what, '--config', config, '--no-banner', '--redact', '--log-level', 'error'];
      // without --exit-code 0 it ends in the same way for a leak as for a failure of its own
      await promisify(execFile)(gitleaks, [...args, '--exit-code', '0', '--report-format', 'json', '--report-path', report, repository], {
        env: { ...process.env, ...trusted },
      });
      found.push(JSON.parse(readFileSync(report, 'utf8')) as readonly Finding[]);
    }
    return found.flat().map(({ RuleID, File, StartLine, Commit }) => ({ rule: RuleID, file: File, line: StartLine, commit: Commit }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A leak in one line. */
export function inWords({ rule, file, line, commit }: Leak): string {
  return `${file}:${line}: ${rule}, ${commit === '' ? 'not committed yet' : `in commit ${commit.slice(0, 10)}`}`;
}
