import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBenchArguments } from '../measure/round-plan.js';
import { everyServiceOption, resultName, servicesTold } from './every-service.js';
import { readRunPlan } from './plan.js';

let before: string[];
beforeEach(() => (before = process.argv));
afterEach(() => (process.argv = before));

function called<T>(args: readonly string[], read: () => T): T {
  process.argv = ['node', 'a-bench.ts', ...args];
  return read();
}

describe('a run of the flow', () => {
  it('is of the services on the way, at full length', () => {
    expect(called([], readRunPlan)).toMatchObject({ everyService: false, inFlight: 1_024, rounds: 5, kept: true });
  });

  it.each([['--in-flight', '64'], ['--in-flight=64']])('has as many orders in flight as %s %s says', (...args) => {
    expect(called([...args, '--quick'], readRunPlan)).toMatchObject({ inFlight: 64, kept: false });
  });

  it('keeps nothing of a run that is slower for the profiles it leaves', () => {
    expect(called(['--profiles', 'there'], readRunPlan)).toMatchObject({ profiles: 'there', rounds: 5, kept: false });
  });
});

describe('--every-service', () => {
  it('has every service run, by the same switch wherever the flow is measured', () => {
    expect(called(['--every-service'], readRunPlan).everyService).toBe(true);
    const peers = called(['--every-service', '--rounds', '1'], () => readBenchArguments('usage', { only: 'all' }, everyServiceOption));
    expect(peers).toMatchObject({ switches: { 'every-service': true }, own: { only: 'all' }, plan: { rounds: 1 } });
  });

  it('keeps its result beside that of the services on the way, and says what ran', () => {
    expect([resultName('peers', false), resultName('peers', true)]).toEqual(['peers', 'peers-every-service']);
    expect([servicesTold(false), servicesTold(true)]).toEqual([expect.stringContaining('on the way alone'), expect.stringContaining('all of them')]);
  });
});
