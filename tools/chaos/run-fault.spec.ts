import { describe, expect, it } from 'vitest';
import { brokerKill } from './faults/07-broker-kill.js';
import { runFault } from './run-fault.js';
import type { Site } from './site.js';

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
