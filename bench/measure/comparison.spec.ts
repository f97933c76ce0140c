import { describe, expect, it } from 'vitest';
import { bestOf, type ComparisonFacts, renderComparison, standingsOf } from './comparison.js';
import type { ContenderRound } from './rounds.js';

const round = (contender: string, perSecond: number, strangers = 0): ContenderRound => ({
  contender,
  perSecond,
  cpuMsPerUnit: 2 / perSecond,
  cpuMsPerUnitByGroup: new Map([['postgres', 1 / perSecond]]),
  writesPerUnit: 3,
  walSyncsPerUnit: 0.5,
  strangers,
  counts: strangers <= 0.1,
});

const facts: ComparisonFacts = {
  title: 'Two',
  unit: 'message',
  made: { startedAt: new Date('2026-01-02T03:04:05Z'), commit: 'abc', machine: 'm', versions: 'v', durability: 'd' },
  plan: { rounds: 2, seconds: 1, warmUpSeconds: 1 },
  told: ['what each does'],
};

describe('a standing', () => {
  it('is of the rounds that nobody disturbed', () => {
    const standings = standingsOf([round('a', 10), round('b', 30), round('a', 1_000, 0.5), round('a', 20)]);
    expect(standings.get('a')?.perSecond).toEqual({ median: 15, least: 10, most: 20 });
    expect(bestOf([...standings.values()]).name).toBe('b');
  });

  it('is of all rounds where each was disturbed, and the report says so', () => {
    const standings = standingsOf([round('a', 10, 0.5), round('a', 20, 0.5)]);
    expect(standings.get('a')?.perSecond.median).toBe(15);
    expect(renderComparison(facts, [...standings.values()], [])).toContain('the rates say little');
  });
});

describe('the report', () => {
  it('tells transactions that wrote apart from syncs of the log', () => {
    const lines = renderComparison(facts, [...standingsOf([round('a', 10)]).values()], []).split('\n');
    expect(lines.find((line) => line.startsWith('| |'))).toContain('| write transactions per message | WAL syncs per message |');
    expect(lines.find((line) => line.startsWith('| a |'))).toContain('| 3.0 | 0.50 |');
  });

  it('tells a goal that was missed apart from one that was reached', () => {
    const goals = [
      { name: 'rate', measured: '3 ×', floor: '2 ×', isReached: true },
      { name: 'cpu', measured: '2 ×', floor: '1 ×', isReached: false },
    ];
    const lines = renderComparison(facts, [...standingsOf([round('a', 10)]).values()], goals).split('\n');
    expect(lines).toContain('- rate: **3 ×**, floor 2 ×');
    expect(lines).toContain('- cpu: **2 ×**, floor 1 × (**missed**)');
  });
});
