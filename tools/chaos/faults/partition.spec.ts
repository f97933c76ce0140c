import { afterEach, expect, it, vi } from 'vitest';
import { linkNames, type LinkName } from '../proxy/links.js';
import type { Toxics } from '../proxy/toxics.js';
import { Random } from '../random.js';
import type { Site } from '../site.js';
import { World } from '../world.js';
import { partition } from './19-partition.js';

afterEach(() => void vi.useRealTimers());

it('every way is swallowed once, Kafka and Postgres not at once, and all are open and fresh in the end', async () => {
  const bad = new Set<LinkName>();
  const had: LinkName[] = [];
  const cut: LinkName[] = [];
  const link = (name: LinkName) => ({
    suffer: ({ swallow }: Toxics) => {
      if (!swallow) return void bad.delete(name);
      had.push(name);
      bad.add(name);
      expect([...bad]).not.toEqual(expect.arrayContaining(['kafka', 'postgres']));
    },
    cut: () => cut.push(name),
  });
  const links = Object.fromEntries(linkNames.map((name) => [name, link(name)]));
  const site = { links, platform: { installation: { ports: {} } } } as unknown as Site;
  const world = new World(site, { acts: [], misses: [], late: [] }, 1);
  vi.useFakeTimers();
  vi.spyOn(world, 'pause').mockImplementation((seconds) => new Promise((resolve) => setTimeout(resolve, world.milliseconds(seconds))));
  await Promise.all([partition.inject(world, new Random('any')), vi.runAllTimersAsync()]);
  expect(had.toSorted()).toEqual([...linkNames].toSorted());
  expect(cut.toSorted()).toEqual([...linkNames].toSorted());
  expect(bad.size).toBe(0);
});
