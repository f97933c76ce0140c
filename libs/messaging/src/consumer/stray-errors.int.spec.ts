import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Behaviour, type MemberProcess, startMemberProcess } from './fixtures/member-processes.js';
import { type Stage, stage } from './fixtures/stage.js';

describe('a handler whose error comes when nobody waits for it any more', () => {
  let world: Stage;
  let running: MemberProcess[];

  beforeEach(async () => {
    world = await stage();
    running = [];
  });

  afterEach(async () => {
    for (const member of running) member.signal('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    await world.close();
  });

  function start(behaviour: Behaviour): MemberProcess {
    const member = startMemberProcess(world, behaviour);
    running.push(member);
    return member;
  }

  it.each<[Behaviour, string, string]>([
    ['throws-later', 'an error that nobody caught', 'x is undefined'],
    ['rejects-later', 'a rejection that nobody caught', 'nobody awaits this'],
  ])('%s: ends its process with 1 and a word, and the next one goes on, each message once', async (behaviour, msg, message) => {
    await world.write(world.topics.events, ...[0, 1, 2].map((count) => world.counted('order', count)));
    const first = start(behaviour);
    expect(await first.ended).toBe(1);
    expect(first.lines).toContainEqual(expect.objectContaining({ msg, err: expect.objectContaining({ message }) }));

    start('plain');
    await world.write(world.topics.events, world.counted('order', 3));
    await eventually('the last is handled', async () => (await world.effects()).some(({ count }) => count === 3));
    expect((await world.effects()).map(({ count }) => count)).toEqual([0, 1, 2, 3]);
  });
});
