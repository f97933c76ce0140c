import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checker, notInstalled } from '../checkers/checker.js';
import { checkout } from '../stack/checkout.js';
import { readManifests } from './manifest.js';
import { rules } from './rules/rules.js';
import { wrongForm, isCustom } from './custom-resources.js';

const page = readFileSync(join(checkout, 'docs/how-to/deploy.md'), 'utf8');
const blocks = (language: string): string[] => {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(?<text>.*?)^\`\`\``, 'gms'))].map(({ groups }) => groups?.['text'] ?? '');
};

/** The files that the page gives, by the names in their first lines. */
const files = blocks('yaml').map((text) => ({ name: /^# (?<name>\S+)/.exec(text)?.groups?.['name'] ?? '', text }));

/** The commands of the page that need no cluster. */
const commands = blocks('sh').flatMap((text) => text.split('\n')).filter((line) => /^helm (lint|template) /.test(line));

describe.skipIf(!checker('helm'))(`the page on deploying (${checker('helm') ? 'Helm' : notInstalled})`, () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kervan-deploy-'));
    symlinkSync(join(checkout, 'helm'), join(folder, 'helm'));
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives values of an installation and of a trial, and commands to try them', () => {
    expect(files.map(({ name }) => name)).toEqual(['my-values.yaml', 'trial-values.yaml']);
    expect(commands).toHaveLength(3);
  });

  it.each(commands)('%s', (command) => {
    const [, ...args] = command.split(' ');
    const { status, stdout, stderr } = spawnSync(checker('helm') as string, args, { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    if (args[0] !== 'template') return;
    const manifests = readManifests(stdout);
    const rendered = { manifests, clustered: command.includes('clustered'), sandbox: command.includes('sandbox') };
    expect(rules.flatMap(({ finds, says }) => finds(rendered).map((where) => `${says}: ${where}`))).toEqual([]);
    expect(manifests.filter(isCustom).map(wrongForm).filter(Boolean)).toEqual([]);
  });
});
