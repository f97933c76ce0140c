import { describe, expect, it } from 'vitest';
import type { MadeWith } from '../measure/made-with.js';
import type { Quantiles } from './results.js';
import { renderSustained, slopePerMinute, type SustainedOutcome } from './sustained-report.js';

const made: MadeWith = { startedAt: new Date(0), commit: 'abc', machine: 'm', versions: 'v', durability: 'd' };
const times: Quantiles = { p50: 1_100, p95: 1_200, p99: 1_300 };

/** A run of ten minutes, with so many more under way after each. */
function outcome(perMinute: number, more: Partial<SustainedOutcome> = {}): SustainedOutcome {
  const backlog = Array.from({ length: 120 }, (_, at) => ({ second: (at + 1) * 5, underWay: 600 + ((at + 1) * 5 * perMinute) / 60 }));
  return {
    perSecond: 500,
    minutes: 10,
    warmUpSeconds: 20,
    everyService: false,
    authorityWaitMs: 1_000,
    passage: { sales: 300_000, tillToErp: times, acceptedToErp: times, tillToCompletion: times, strangers: 0, busy: 1 },
    round: {
      perSecond: 500, cpuMsPerSaga: 2, writesPerSaga: 0.2, walSyncsPerSaga: 0.1, strangers: 0, cpuMsPerSagaByGroup: new Map(), callsPerSaga: {},
      counts: true,
    },
    backlog,
    slope: slopePerMinute(backlog),
    accepted: 300_000,
    completed: 300_000,
    verified: 300_000,
    lost: 0,
    doubled: 0,
    unasked: 0,
    ...more,
  };
}

const goalsOf = (of: SustainedOutcome): string[] => renderSustained(made, of).split('\n').filter((line) => line.startsWith('- '));

describe('the backlog of a run at a steady rate', () => {
  const goal = 'more under way at the end than at the beginning, by its slope';

  it('is bounded where the whole run adds no more to it than comes in a second', () => {
    expect(goalsOf(outcome(50))).toContain(`- ${goal}: **500 sales**, floor at most 500 sales`);
    expect(goalsOf(outcome(-3))).toContain(`- ${goal}: **-30 sales**, floor at most 500 sales`);
  });

  it('is not bounded where it grows by more, however short the sales still take', () => {
    expect(goalsOf(outcome(51))).toEqual([
      '- P95 beyond the wait at 500 a second: **200 ms**, floor at most 1500 ms',
      `- ${goal}: **510 sales**, floor at most 500 sales (**missed**)`,
    ]);
  });

  it('is judged at every rate', () => {
    expect(goalsOf(outcome(30, { perSecond: 100 }))).toEqual([`- ${goal}: **300 sales**, floor at most 100 sales (**missed**)`]);
  });
});

it('the report says which services ran', () => {
  expect(renderSustained(made, outcome(0))).toContain('those on the way alone');
  expect(renderSustained(made, outcome(0, { everyService: true }))).toContain('all of them');
});
