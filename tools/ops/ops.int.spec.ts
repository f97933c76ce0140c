import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { requestOf } from './command.js';
import { stockService, type StockService } from './fixtures/stock-service.js';
import { send } from './service-client.js';

const who = ['--by', 'ada', '--reason', 'the release was mended'];

let service: StockService;

beforeAll(async () => {
  service = await stockService();
  await service.count(-1, -2, -3, -4, 5);
});

afterAll(() => service.stop());

async function ops(...args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  const node = ['--conditions=@kervan/source', '--import', './tools/ts-hook.mjs', 'tools/ops/ops.ts', ...args, '--url', service.url];
  const env = { ...process.env, OPERATOR_KEY: service.operatorKey };
  const child = spawn(process.execPath, node, { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'], env });
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number]>]);
  return { code, out: out.trimEnd(), errors: errors.trimEnd() };
}

async function json<T>(...args: readonly string[]): Promise<T> {
  const { out, errors } = await ops(...args, '--json');
  expect(errors).toBe('');
  return JSON.parse(out) as T;
}

type Listed = readonly [{ readonly body: { readonly items: readonly { readonly id: string; readonly key: string }[] } }];

/** The id of the message of an order. */
async function idOf(order: string): Promise<string> {
  const [{ body }] = await json<Listed>('held', 'list', '--key', order);
  return body.items[0]!.id;
}

describe('an operator after a bad release', { timeout: 300_000 }, () => {
  it('sees the causes, and one message with its personal fields masked', async () => {
    const causes = await eventually('all are held', async () => {
      const { out } = await ops('held', 'causes');
      return /\n\S+ +4 +4 +negative-count +handler /.test(out) && out;
    }, { withinMs: 60_000 });
    expect(causes.split('\n')[0]).toMatch(/^service +count +dead +cause +stage +type +topic +oldest +latest +sample$/);
    expect((await ops('held', 'list', '--state', 'dead')).out.split('\n')).toHaveLength(5);
    const shown = await ops('held', 'show', await idOf('order-1'));
    expect(JSON.parse(shown.out)).toMatchObject({ state: 'dead', data: { count: -1, countedBy: '***' } });
  });

  it('discards one, edits one, and has the others redriven at a pace once he has seen what they are', async () => {
    expect((await ops('held', 'discard', await idOf('order-1'), ...who)).code).toBe(0);
    const edit = ['held', 'edit', await idOf('order-2'), ...who, '--patch', '{"count":2}', '--seen'];
    expect((await ops(...edit, '0'.repeat(64))).errors).toMatch(/^edited-meanwhile: /);
    const { sha256 } = await json<{ sha256: string }>('held', 'show', await idOf('order-2'));
    const edited = await ops(...edit, sha256);
    expect(JSON.parse(edited.out)).toMatchObject({ edited: true, data: { count: 2 }, original: { data: { count: -2 } } });

    const order = ['held', 'batch', 'order', '--cause', 'negative-count', '--per-second', '20', ...who];
    service.mend();
    await eventually('the edited one is handled', async () => {
      const { out } = await ops(...order, '--dry-run');
      return out.endsWith('2 would be redriven; 0 of them came back three times and would be skipped.');
    }, { withinMs: 60_000 });
    const { id } = await json<{ id: string }>(...order);
    expect(await json(...order, '--id', id)).toMatchObject({ id, total: 2 });
    await eventually('the batch is done', async () => {
      const { out } = await ops('held', 'batch', 'show', id);
      return (JSON.parse(out) as { state: string }).state === 'done';
    }, { withinMs: 60_000 });
    expect((await ops('held', 'batch', 'items', id)).out.split('\n')).toHaveLength(3);
    expect((await ops('held', 'batch', 'list')).out).toMatch(/ done +2 +2 +0 +0 +ada /);
    expect(await ops('held', 'batch', 'cancel', id, ...who)).toMatchObject({
      code: 2, errors: expect.stringMatching(/^batch-ended: /) as string,
    });
  });

  it('can show afterwards who did what and why, and that nobody has changed the record of it', async () => {
    const { out } = await ops('audit', 'list', '--by', 'ada');
    expect(out.match(/ (discard|edit|order-batch|redrive) /g)?.map((act) => act.trim()).toSorted()).toEqual([
      'discard', 'edit', 'order-batch', 'redrive', 'redrive',
    ]);
    expect(await ops('audit', 'verify')).toMatchObject({ code: 0, out: expect.stringContaining(' yes ') as string });
    const about = await ops('audit', 'list', '--about', await idOf('order-2'));
    expect(about.out.match(/ held-message /g)).toHaveLength(1);
    const strange = await ops('audit', 'verify', '--head', `1:${'a'.repeat(64)}`);
    expect(strange).toMatchObject({ code: 1, out: expect.stringContaining(' NO ') as string });
  });

  it('is told in one line what a service refuses, and how to order the same again, and the command ends with 2', async () => {
    const nobody = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';
    expect(await ops('held', 'redrive', nobody, ...who)).toEqual({ code: 2, out: '', errors: 'not-found: There is nothing here for you.' });
    const batch = requestOf(['held', 'batch', 'order'], { by: 'ada', reason: 'mended', 'per-second': '5' });
    const away = send({ service: 'erp-writer', url: 'http://127.0.0.1:9', key: 'k' }, batch);
    await expect(away).rejects.toThrow(`--id ${String(batch.body?.id)}`);
    const { code, errors } = await ops('held', 'list', '--state', 'lost');
    expect([code, errors.split('\n')[0]]).toEqual([2, expect.stringMatching(/^validation-failed: /)]);
    expect(errors).toContain('state');
  });
});
