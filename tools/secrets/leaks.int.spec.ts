import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checker, notInstalled } from '../checkers/checker.js';
import { checkout } from '../stack/checkout.js';
import { findLeaks, inWords } from './leaks.js';

const gitleaks = checker('gitleaks');

describe.skipIf(gitleaks === undefined)(`secrets in the repository${gitleaks === undefined ? ` (${notInstalled})` : ''}`, () => {
  it('are none', async () => {
    expect((await findLeaks(gitleaks!, checkout)).map(inWords)).toEqual([]);
  });

  describe('that somebody planted', () => {
    let repository: string;
    /** Made here, so that this file holds none. */
    const secret = `ghp_${randomBytes(64).toString('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, 36)}`;
    const git = (...args: string[]): string => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', stdio: 'pipe' });
    const write = (content: string): void => {
      writeFileSync(join(repository, 'config.ts'), content);
      git('add', '.');
    };
    const commit = (): void => {
      git('-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com', 'commit', '--quiet', '-m', 'a commit');
    };

    beforeEach(() => {
      repository = mkdtempSync(join(tmpdir(), 'planted-'));
      git('init', '--quiet');
      write('export const token = readToken();\n');
      commit();
    });
    afterEach(() => {
      vi.unstubAllEnvs();
      rmSync(repository, { recursive: true });
    });

    it('control: there is none before', async () => {
      expect(await findLeaks(gitleaks!, repository)).toEqual([]);
    });

    it('are found in a commit, also after a later one has removed them, and not repeated', async () => {
      write(`export const token = '${secret}';\n`);
      commit();
      const where = { rule: 'github-pat', file: 'config.ts', line: 1, commit: git('rev-parse', 'HEAD').trim() };
      expect(await findLeaks(gitleaks!, repository)).toEqual([where]);
      write('export const token = readToken();\n');
      commit();
      const found = await findLeaks(gitleaks!, repository);
      expect(found).toEqual([where]);
      expect(JSON.stringify(found) + inWords(found[0]!)).not.toContain(secret);
    });

    it('are found before they are committed', async () => {
      writeFileSync(join(repository, 'config.ts'), `export const token = '${secret}';\n`);
      expect(await findLeaks(gitleaks!, repository)).toMatchObject([{ rule: 'github-pat', commit: '' }]);
      git('add', '.');
      expect(await findLeaks(gitleaks!, repository)).toMatchObject([{ rule: 'github-pat', commit: '' }]);
    });

    it('are found in a repository that belongs to another user', async () => {
      write(`export const token = '${secret}';\n`);
      commit();
      vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', 'true');
      expect(() => git('status')).toThrow('dubious ownership');
      expect(await findLeaks(gitleaks!, repository)).toMatchObject([{ rule: 'github-pat', line: 1 }]);
    });

    it('are found beside what the rules allow', async () => {
      write(`const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'; const token = '${secret}';\n`);
      commit();
      expect(await findLeaks(gitleaks!, repository)).toMatchObject([{ rule: 'github-pat', line: 1 }]);
    });
  });
});
