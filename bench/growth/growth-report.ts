import type { Goal } from '../measure/goal.js';
import { countedRounds } from '../measure/quiet.js';
import type { RoundPlan } from '../measure/round-plan.js';
import type { ContenderRound } from '../measure/rounds.js';
import { spreadOf } from '../measure/statistics.js';
import { nameOf } from './hop-growth.js';

/** The cost at the highest level against that at the lowest, turn by turn; there is no floor, the figure is for sizing. */
export function growthOf(axis: string, levels: readonly number[], rounds: readonly ContenderRound[]): Goal[] {
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const [ofLow, ofHigh] = [low, high].map((count) => countedRounds(rounds.filter(({ contender }) => contender === nameOf(axis, count))));
  const ratios = (ofHigh ?? []).flatMap(({ cpuMsPerUnit }, turn) => cpuMsPerUnit / (ofLow?.[turn]?.cpuMsPerUnit ?? NaN)).filter((ratio) => !Number.isNaN(ratio));
  const { median, least, most } = spreadOf(ratios);
  const name = `CPU with ${nameOf(axis, high)} against ${nameOf(axis, low)}`;
  return [{ name, measured: `${median.toFixed(2)} × (${least.toFixed(2)} to ${most.toFixed(2)})`, floor: 'none', isReached: true }];
}

/** What the rounds add themselves to what they find: levels below that do not differ by much when they are measured. */
export function ownRows(rounds: readonly ContenderRound[], { warmUpSeconds, seconds }: RoundPlan): string {
  const most = Math.max(...rounds.map(({ perSecond }) => perSecond)) * (warmUpSeconds + seconds);
  return `A round itself adds up to ${(Math.ceil(most / 1_000) * 1_000).toLocaleString('en')}.`;
}
