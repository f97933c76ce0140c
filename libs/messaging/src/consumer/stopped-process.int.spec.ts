import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MemberProcess, startMemberProcess } from './fixtures/member-processes.js';
import { type Stage, stage } from './fixtures/stage.js';

/** A session of 6 s has to end, and then the transaction of the process that stands still. */
const PATIENCE = { withinMs: 60_000 };

describe('a process that stands still in the middle of a chunk, and wakes when another has its partitions', () => {
  let world: Stage;
  let sleeper: MemberProcess;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(async () => {
    sleeper.signal('SIGKILL');
    await sleeper.ended;
    await world.close();
  });

  const write = (...counts: number[]): Promise<void> =>
    world.write(world.topics.events, ...counts.map((count) => world.counted('order', count)));

  async function handled(...counts: number[]): Promise<void> {
    const last = counts.at(-1);
    await eventually(`${last} is handled`, async () => (await world.effects()).some(({ count }) => count === last), PATIENCE);
    expect((await world.effects()).map(({ count }) => count)).toEqual(counts);
  }

  it('has no effect with what it had in hand, and goes on as a member like any other', { timeout: 180_000 }, async () => {
    sleeper = startMemberProcess(world, 'stands-still');
    await write(0, 1, 2);
    await eventually('it stands still', () => sleeper.isStopped(), PATIENCE);
    const other = await world.join();
    await handled(0, 1, 2);

    sleeper.signal('SIGCONT');
    await write(3);
    await handled(0, 1, 2, 3);
    await eventually('it is a member again', async () => {
      const admin = other.core.kafka.admin();
      await admin.connect();
      const { groups } = await admin.describeGroups([world.service]).finally(() => admin.disconnect());
      return groups[0]!.state === 'Stable' && groups[0]!.members.length === 2;
    }, PATIENCE);
    await other.stop();
    await write(4);
    await handled(0, 1, 2, 3, 4);
    expect(sleeper.lines.some(({ msg }) => msg === 'a part has ended for good')).toBe(false);
  });
});
