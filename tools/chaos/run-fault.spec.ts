import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { brokerKill } from './faults/07-broker-kill.js';
import type { Fault } from './faults/fault.js';
import { Random } from './random.js';
import { injected, runFault } from './run-fault.js';
import type { Site } from './site.js';
import { World, type Notes } from './world.js';

describe('a run that cannot be done', () => {
  it('has failed, and says why', async () => {
    const site = { platform: {} } as Site;
    const plan = { fault: brokerKill, seed: 1, orders: 1_000, rate: 8, scale: 1, commit: 'abc' };
    const { verdict, findings, counts } = await runFault(site, plan, () => undefined);
    expect(verdict).toBe('failed');
    expect(findings).toEqual([expect.stringContaining('the run was broken off: TypeError')]);
    expect(counts).toBeUndefined();
  });
});

describe('the end of a fault', () => {
  const WAY_BACK_MS = 100;
  const span = async (inject: Fault['inject']) => {
    const notes: Notes = { acts: [], misses: [], late: [] };
    const world = new World({ platform: { installation: { ports: {} } } } as Site, notes, 1);
    const { begin, end } = await injected(world, { ...brokerKill, inject }, new Random('any'));
    return { lasted: end - begin, after: Date.now() - end, misses: notes.misses };
  };

  it('is where its row says so: what it waits for then is part of the way back', async () => {
    const { lasted, after, misses } = await span(async (world) => {
      world.over();
      await wait(WAY_BACK_MS);
    });
    expect(lasted).toBeLessThan(WAY_BACK_MS / 2);
    expect(after).toBeGreaterThan(WAY_BACK_MS / 2);
    expect(misses).toEqual([]);
  });

  it('is that of all that the row does, where it says nothing, also in a part of it', async () => {
    const { lasted } = await span(async (world) => {
      world.at(1).over();
      await wait(WAY_BACK_MS);
    });
    expect(lasted).toBeGreaterThan(WAY_BACK_MS / 2);
  });

  it('is told at once, where its row says so; where that says it again, again; else once all is done', async () => {
    const told: string[] = [];
    const endsOf = async (inject: Fault['inject']): Promise<string[]> => {
      const world = new World({ platform: { installation: { ports: {} } } } as Site, { acts: [], misses: [], late: [] }, 1);
      world.onOver = () => void told.push('end');
      await injected(world, { ...brokerKill, inject }, new Random('any'));
      return told.splice(0);
    };
    const act = (what: string): void => void told.push(what);
    expect(await endsOf((world) => Promise.resolve([world.over(), act('way back'), world.over(), act('way back')]).then(() => undefined))).toEqual(
      ['end', 'way back', 'end', 'way back'],
    );
    expect(await endsOf(() => Promise.resolve(act('all')))).toEqual(['all', 'end']);
  });

  it('is known, too, where the way back fails', async () => {
    const { after, misses } = await span(async (world) => {
      world.over();
      await wait(WAY_BACK_MS);
      throw new Error('gone');
    });
    expect(after).toBeGreaterThan(WAY_BACK_MS / 2);
    expect(misses).toEqual(['the fault could not be done or undone: Error: gone']);
  });
});
