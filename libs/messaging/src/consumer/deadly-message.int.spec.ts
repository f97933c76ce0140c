import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually, StockNoted } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DyingMemberOptions } from './fixtures/dying-member.js';
import { laneOf } from '../kafka/lane.js';
import { newId } from '../message/ids.js';
import { headersOf, type Stage, stage } from './fixtures/stage.js';

const DEADLY = 13;
const program = fileURLToPath(new URL('fixtures/dying-member.ts', import.meta.url));
const hook = fileURLToPath(new URL('../../../../tools/ts-hook.mjs', import.meta.url));
const LONG = { withinMs: 120_000 };

describe('a message that kills the process which handles it', { timeout: 300_000 }, () => {
  let world: Stage;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(async () => {
    await end();
    await world.close();
  });

  async function end(): Promise<void> {
    const own = child;
    child = undefined;
    if (!own || own.exitCode !== null || own.signalCode !== null) return;
    own.kill('SIGTERM');
    await once(own, 'exit');
  }

  /** One process of the service after another, as a supervisor would start them; how many were killed until all is done. */
  async function deathsUntil(done: () => Promise<boolean>, deadlyCount = DEADLY): Promise<number> {
    for (let deaths = 0; ; deaths += 1) {
      const { service, databaseUrl, topics } = world;
      const options: DyingMemberOptions = { service, topic: topics.events, databaseUrl, deadlyCount };
      const args = ['--conditions=@kervan/source', '--import', hook, program, JSON.stringify(options)];
      const own = (child = spawn(process.execPath, args, { stdio: 'inherit' }));
      const exit = once(own, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      const outcome = await Promise.race([exit, eventually('all is done', done, LONG)]);
      if (outcome === true) return deaths;
      expect(outcome[1]).toBe('SIGKILL');
    }
  }

  async function isDone(counts: number): Promise<boolean> {
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    return dead !== undefined && (await world.effects()).length === counts;
  }

  it('is held on its third start alone, and everything else of its partition goes on', async () => {
    const partition = laneOf('order');
    await world.write(
      world.topics.events,
      world.counted('order', DEADLY),
      ...[1, 2, 3].map((count) => ({ ...world.counted('neighbour', count), partition })),
    );
    expect(await deathsUntil(() => isDone(3))).toBe(3);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    expect(dead).toMatchObject({ offset: '0', cause: { code: 'process-ended' }, attempts: { started: 2, finished: 0 } });
  });

  it('is held though good ones came before it and with it, which are each handled once', async () => {
    const counts = [1, 2, 3, DEADLY, 5, 6, 7, 8];
    const orders = counts.map((count) => `order-of-partition-${count}`);
    await world.write(
      world.topics.events, ...counts.map((count, at) => ({ ...world.counted(orders[at]!, count), partition: 0 })),
    );
    const deaths = await deathsUntil(() => isDone(counts.length - 1));
    expect(deaths).toBeLessThanOrEqual(4);
    expect((await world.effects()).map(({ count }) => count)).toEqual(counts.filter((count) => count !== DEADLY));
    const { items } = await world.held.list({}, { limit: 10 });
    expect(items.map(({ offset, state }) => [offset, state])).toEqual([['3', 'dead']]);
  });

  it('is held though records that nobody handles lie before it and behind it', async () => {
    const note = () => ({
      key: 'order', value: world.framed(StockNoted, { orderId: 'order', count: 1 }), headers: headersOf(StockNoted, newId()),
    });
    await world.write(world.topics.events, note(), note(), world.counted('order', DEADLY), note());
    await world.write(world.topics.events, { ...world.counted('neighbour', 1), partition: laneOf('order') });
    expect(await deathsUntil(() => isDone(1))).toBe(3);
    expect((await world.held.list({}, { limit: 10 })).items.map(({ offset, state }) => [offset, state])).toEqual([['2', 'dead']]);
  });

  it('takes one more process with it when it is redriven while it is still deadly, and is dead again', async () => {
    await world.write(world.topics.events, world.counted('order', DEADLY));
    expect(await deathsUntil(() => isDone(0))).toBe(3);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await world.held.redrive(dead!.id, { by: 'ada', reason: 'the library was updated' });
    expect((await once(child!, 'exit'))[1]).toBe('SIGKILL');
    expect(await deathsUntil(() => isDone(0))).toBe(0);
    expect((await world.held.get(dead!.id)).attempts).toEqual({ started: 4, finished: 0 });
    await end();
    await world.held.redrive(dead!.id, { by: 'ada', reason: 'the library was really updated' });
    expect(await deathsUntil(async () => (await world.effects()).length === 1, DEADLY + 1)).toBe(0);
  });
});
