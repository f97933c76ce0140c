import { describe, expect, it } from 'vitest';
import type { ClientOutcome, FailoverOutcome } from './failover-run.js';
import { faultsOf, renderOutcome } from './outcome.js';

const client: ClientOutcome = { acknowledged: 100, lost: 0, doubled: 0, outOfOrder: 0, longestWaitMs: 3_200, givenUp: 0, idleTimers: 1 };
const good: FailoverOutcome = {
  patched: client,
  unpatched: { ...client, lost: 12, doubled: 4, idleTimers: 900 },
  candidate: undefined,
  consumed: { acknowledged: 100, lost: 0, doubled: 0, outOfOrder: 0, held: 0 },
  kills: 3,
};

describe('the faults of a failover run', () => {
  it('are none where our client keeps everything and the unpatched one does not', () => {
    expect(faultsOf(good)).toEqual([]);
  });

  it.each<[string, FailoverOutcome]>([
    ['ours loses', { ...good, patched: { ...client, lost: 1 } }],
    ['ours doubles', { ...good, patched: { ...client, doubled: 1 } }],
    ['ours reorders', { ...good, patched: { ...client, outOfOrder: 1 } }],
    ['ours spins', { ...good, patched: { ...client, idleTimers: 900 } }],
    ['our consumer loses', { ...good, consumed: { ...good.consumed, lost: 1 } }],
    ['our consumer doubles', { ...good, consumed: { ...good.consumed, doubled: 1 } }],
    ['our consumer reorders', { ...good, consumed: { ...good.consumed, outOfOrder: 1 } }],
    ['our consumer holds', { ...good, consumed: { ...good.consumed, held: 1 } }],
    ['the unpatched one loses nothing: nothing was shown', { ...good, unpatched: { ...good.unpatched, lost: 0 } }],
    ['the unpatched one does not spin: nothing was shown', { ...good, unpatched: { ...good.unpatched, idleTimers: 1 } }],
  ])('are one where %s', (_, outcome) => {
    expect(faultsOf(outcome)).toHaveLength(1);
  });

  it('are none where ours gave a batch up and sent it again: what is there twice has one id', () => {
    expect(faultsOf({ ...good, patched: { ...client, doubled: 48, givenUp: 1 } })).toEqual([]);
  });

  it('are told beside a table', () => {
    expect(renderOutcome(good)).toContain('lost');
    expect(renderOutcome({ ...good, candidate: client }, 'another client')).toContain('another client');
  });
});
