import { beforeEach, describe, expect, it } from 'vitest';
import type { FaultPlan } from './fault-plan.js';
import type { Fault } from './faults/fault.js';
import type { Site } from './site.js';
import { Sites } from './sites.js';

const fault = (setting?: Fault['setting']): Fault => ({
  number: 1, name: 'a-fault', how: 'somehow', seconds: 1, inject: () => Promise.resolve(), ...(setting && { setting }),
});
const plan = (told: Partial<FaultPlan> = {}): FaultPlan => ({ fault: fault(), seed: 1, orders: 1_000, rate: 8, scale: 1, commit: 'abc', ...told });
const otherwise = plan({ fault: fault(() => Promise.resolve({})) });

describe('the sites of a matrix', () => {
  let opened: number;
  let closed: number;
  let close: PromiseWithResolvers<void>;
  let sites: Sites;

  beforeEach(() => {
    [opened, closed] = [0, 0];
    close = Promise.withResolvers();
    const site = { close: () => close.promise.then(() => void (closed += 1)) } as Site;
    sites = new Sites('never-there', { onStart: () => undefined, tell: () => undefined }, () => {
      opened += 1;
      return Promise.resolve(site);
    });
  });

  it('are one for faults that it is set up for, until too much was sent on it', async () => {
    close.resolve();
    for (let run = 0; run < 5; run += 1) await sites.siteFor(plan());
    expect(opened).toBe(1);
    await sites.siteFor(plan());
    await sites.siteFor(otherwise);
    expect([opened, closed]).toEqual([3, 2]);
  });

  it('are one for each seed, and set up by it, where the fault has them so', async () => {
    close.resolve();
    const seeds: number[] = [];
    const setting = (_folder: string, seed: number) => Promise.resolve(void seeds.push(seed)).then(() => ({}));
    const bySeed = { ...fault(setting), setBySeed: true } as const;
    for (const seed of [1, 1, 2]) await sites.siteFor(plan({ fault: bySeed, seed }));
    expect([opened, seeds]).toEqual([2, [1, 2]]);
    for (const seed of [1, 2]) await sites.siteFor({ ...otherwise, seed });
    expect(opened).toBe(3);
  });

  it('end with the one that is still being opened', async () => {
    close.resolve();
    const opening = sites.siteFor(plan());
    await sites.end();
    await opening;
    expect([opened, closed]).toEqual([1, 1]);
  });

  it.each([
    ['for the next', () => sites.siteFor(otherwise)],
    ['with a finding', () => sites.retire('never-kept')],
  ])('end once the one is closed that is being closed already, %s', async (_why, closing) => {
    await sites.siteFor(plan());
    const under = closing().catch(() => undefined);
    const closedAtEnd = sites.end().then(() => closed);
    await new Promise(setImmediate);
    close.resolve();
    expect(await closedAtEnd).toBe(1);
    await under;
    expect(opened).toBe(1);
  });

  it('are opened no more after the end', async () => {
    await sites.end();
    await expect(sites.siteFor(plan())).rejects.toThrow('No site is opened any more.');
    expect(opened).toBe(0);
  });
});
