import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checker, notInstalled } from '../checkers/checker.js';
import { checkout } from '../stack/checkout.js';

const hadolint = checker('hadolint');

function findings(dockerfile: string, input?: string) {
  const { status, stdout } = spawnSync(hadolint as string, [dockerfile], { cwd: checkout, encoding: 'utf8', input });
  return { status, stdout };
}

it.skipIf(!hadolint)(`the Dockerfile has no findings${hadolint ? '' : ` (${notInstalled})`}`, () => {
  expect(findings(join(checkout, 'deploy/docker/Dockerfile'))).toEqual({ status: 0, stdout: '' });
});

it.skipIf(!hadolint)('a bad Dockerfile has', () => {
  const { status, stdout } = findings('-', 'FROM debian\nRUN sudo ls\nCMD node\n');
  expect(status).not.toBe(0);
  for (const rule of ['DL3004', 'DL3006', 'DL3025']) expect(stdout).toContain(rule);
});
