import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../random.js';
import type { Site } from '../site.js';
import { World, type Notes } from '../world.js';
import { fullDisk } from './26-full-disk.js';
import { composite } from './38-composite.js';
import { faults } from './all.js';

const platform = { installation: { ports: {} } };

describe('the end of a full disk', () => {
  let told: string[];
  let notes: Notes;
  const disk = (name: string) => ({ fill: () => told.push(`${name} full`), free: () => told.push(`${name} free`) });
  /** It takes so long until it answers. */
  const part = (seconds: number) => ({
    revive: () => {
      vi.advanceTimersByTime(seconds * 1_000);
      told.push('back');
      return Promise.resolve(true);
    },
  });
  const world = (postgres: number, kafka: number): World => {
    const stack = { postgres: part(postgres), kafka: part(kafka) };
    const disks = { postgres: disk('postgres'), kafka: disk('kafka') };
    const made = new World({ platform, stack, disks } as unknown as Site, notes, 0);
    made.onOver = () => void told.push('over');
    return made;
  };

  beforeEach(() => {
    told = [];
    notes = { acts: [], misses: [], late: [] };
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => void vi.useRealTimers());

  it('is when there is room again: until the server is back it is the way back', async () => {
    const before = Date.now();
    const each = world(7, 10);
    await fullDisk.inject(each, new Random('any'));
    expect(told).toEqual(['postgres', 'kafka'].flatMap((name) => [`${name} full`, `${name} free`, 'over', 'back']));
    expect(each.endedAt).toBe(before + 7_000);
    expect(notes.late).toEqual([]);
  });

  it('is followed by the server’s return within the limit, of the first one, too', async () => {
    await fullDisk.inject(world(31, 10), new Random('any'));
    expect(notes.late).toEqual(['the way of postgres back from a full disk took 31.0 s; the limit is 30 s']);
  });
});

describe('the end of a composite of faults', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is that of its last part, and no pause after it', async () => {
    const done: string[] = [];
    for (const fault of faults) if (fault !== composite) vi.spyOn(fault, 'inject').mockImplementation(() => Promise.resolve(void done.push('part')));
    const world = new World({ platform } as Site, { acts: [], misses: [], late: [] }, 0.0001);
    vi.spyOn(world, 'pause').mockImplementation((seconds) => {
      done.push('pause');
      return new Promise((resolve) => setTimeout(resolve, world.milliseconds(seconds)));
    });
    await composite.inject(world, new Random('any'));
    expect(done).toContain('pause');
    expect(done.at(-1)).toBe('part');
  });
});
