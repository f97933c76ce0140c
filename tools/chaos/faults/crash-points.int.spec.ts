import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Random } from '../random.js';
import type { Site } from '../site.js';
import { World, type Notes } from '../world.js';
import { crashPointsHit } from './02-crash-points.js';

/** Each point is hit once by each service. */
const ONCE = 1 / 20;

it('whoever has died at a crash point is watched on its way back, from when nobody dies any more', async () => {
  const settingFolder = mkdtempSync(join(tmpdir(), 'kervan-crashes-'));
  try {
    await crashPointsHit.setting?.(settingFolder, 1);
    const notes: Notes = { acts: [], misses: [], late: [] };
    const installation = { ports: {}, databaseUrls: new Map() };
    const world = new World({ settingFolder, platform: { installation } } as unknown as Site, notes, ONCE);
    let watched: readonly string[] = [];
    world.onOver = () => void (watched = [...world.killed]);
    vi.spyOn(world, 'untilReady').mockResolvedValue();
    const injecting = crashPointsHit.inject(world, new Random('any'));
    for (const tally of readdirSync(settingFolder).filter((name) => name.startsWith('bank-reconciler-'))) {
      writeFileSync(join(settingFolder, tally), '.'.repeat(20));
    }
    vi.spyOn(performance, 'now').mockReturnValue(Infinity); // the others are not hit in time
    await injecting;
    expect(watched).toEqual(['bank-reconciler']);
  } finally {
    vi.restoreAllMocks();
    rmSync(settingFolder, { recursive: true });
  }
});
