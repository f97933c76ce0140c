import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';

const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** Every script of package.json that runs a command of tools/, with that command and what the script gives it. */
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const [, file, given = ''] = /(tools\/\S+\.ts)(?: (.+))?$/.exec(line) ?? [];
  return file === undefined ? [] : [{ name, file, given: given.split(' ').filter(Boolean) }];
});

async function run(file: string, args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  const node = ['--conditions=@kervan/source', '--import', './tools/ts-hook.mjs', file, ...args];
  const child = spawn(process.execPath, node, { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number]>]);
  return { code, out, errors };
}

describe('every command of tools/', () => {
  it('is found', () => expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['start', 'test', 'order', 'reset'])));

  it.concurrent.each(commands)('$name refuses a flag that it does not know, before it does anything', async ({ file, given }) => {
    const { code, out, errors } = await run(file, [...given, '--exti']);
    expect(errors).toContain("'--exti'");
    expect(errors).toContain('Usage: ');
    expect([code, out]).toEqual([2, '']);
  });

  it.concurrent.each(commands)('$name tells how it is called', async ({ file, given }) => {
    const { code, out } = await run(file, [...given, '--help']);
    expect(out).toMatch(/^Usage: /);
    expect(code).toBe(0);
  });
});
