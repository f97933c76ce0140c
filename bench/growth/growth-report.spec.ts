import { expect, it } from 'vitest';
import type { ContenderRound } from '../measure/rounds.js';
import { growthOf, ownRows } from './growth-report.js';

const round = (contender: string, cpuMsPerUnit: number, counts = true): ContenderRound => ({
  contender, cpuMsPerUnit, counts, perSecond: 1_000, cpuMsPerUnitByGroup: new Map(), writesPerUnit: 0, walSyncsPerUnit: 0, strangers: 0,
});

it('growth is the ratio of the rounds of one turn, with its spread', () => {
  const rounds = [
    round('keys 10', 0.1), round('keys 1,000', 0.11),
    round('keys 10', 0.2), round('keys 1,000', 0.2),
    round('keys 10', 0.1), round('keys 1,000', 0.9, false), round('keys 1,000', 0.12),
  ];
  expect(growthOf('keys', [10, 100, 1_000], rounds)).toEqual([
    { name: 'CPU with keys 1,000 against keys 10', measured: '1.10 × (1.00 to 1.20)', floor: 'none', isReached: true },
  ]);
});

it('what a round adds itself is told by the fastest, warm-up included', () => {
  expect(ownRows([round('keys 10', 1), { ...round('keys 10', 1), perSecond: 1_500.2 }], { rounds: 2, seconds: 20, warmUpSeconds: 20 })).toBe(
    'A round itself adds up to 61,000.',
  );
});
