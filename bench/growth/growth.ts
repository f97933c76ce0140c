import { HopStage } from '../hop/hop-stage.js';
import { benchOnStack, tell } from '../measure/bench-command.js';
import { renderComparison, type Standing, standingsOf } from '../measure/comparison.js';
import type { Goal } from '../measure/goal.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { isFull, readBenchArguments, roundUsage } from '../measure/round-plan.js';
import { type Contender, runRounds } from '../measure/rounds.js';
import { type HopAxis, hopAxes, hopWith, nameOf } from './hop-growth.js';
import { SagaStage } from './saga-stage.js';

/** `npm run bench:growth`: what a message costs, and the start of a saga, the more there is in the tables. */
const usage = `Usage: npm run bench:growth [-- --rounds 5 --seconds 20 --warm-up 20 --axes stored,keys,topics,sagas --levels 1000,…,1000000]

Fills the tables of a service in bulk, then measures one hop, or the start of a saga, at each level.
${roundUsage}
  --axes <name,…>    stored: ids in the inbox; keys: orders in the state; topics: topics that are read; sagas: sagas that wait
  --levels <n,…>     of stored, keys and sagas; 1000,10000,100000,1000000
  --topics <n,…>     numbers of topics, of 12 partitions each; 1,4,8
  --most <n>         messages a second that the backlog must be enough for; 20000`;

const { plan, own } = readBenchArguments(usage, {
  axes: 'stored,keys,topics,sagas',
  levels: '1000,10000,100000,1000000',
  topics: '1,4,8',
  most: '20000',
});
const axes = own.axes.split(',');
const numbers = (list: string): number[] => list.split(',').map(Number);
const levelsOf = (axis: string): number[] => numbers(axis === 'topics' ? own.topics : own.levels);
const backlog = Math.ceil((plan.warmUpSeconds + plan.seconds + 10) * Number(own.most));

const told = [
  '**stored, keys, topics**: the hop of the comparison with a bare loop, on a service whose inbox holds so many ids over the 28 days that it keeps them, ' +
    'whose state holds so many orders, or which reads so many topics of 12 partitions each, of which one brings anything.',
  '**sagas**: order-orchestrator alone takes orders and starts a saga for each, up to its first command on the topic, while so many sagas wait in its tables, ' +
    'each with its order, its history and the message of its deadline. A message is here an order whose saga has started.',
];

await benchOnStack(async (bench, database) => {
  const made = madeWith(await database.settings(), ['kafkajs', 'pg']);
  const contenders: Contender[] = [];
  const ofHop = hopAxes.filter((axis) => axes.includes(axis));
  tell(`${backlog} orders …`);
  if (ofHop.length > 0) {
    const stage = await HopStage.open(bench, backlog, undefined);
    contenders.push(...ofHop.flatMap((axis: HopAxis) => levelsOf(axis).map((count) => stage.contender(hopWith(axis, count)))));
  }
  if (axes.includes('sagas')) {
    await bench.stack.registryReady;
    const stage = await SagaStage.open(bench, backlog, tell);
    contenders.push(...levelsOf('sagas').map((count) => stage.contender(count)));
  }
  const rounds = await runRounds(contenders, { plan, database, shared: new Map(bench.processes), tell });
  const standings = standingsOf(rounds);
  const growth = axes.flatMap((axis) => growthOf(axis, standings));
  const report = renderComparison({ title: 'What more of everything costs', unit: 'message', made, plan, told }, [...standings.values()], growth);
  if (isFull(plan) && axes.length === 4) keepResult('growth', made.startedAt, report);
  console.log(`\n${report}`);
  return true;
});

/** The cost at the highest level against that at the lowest; there is no floor, the figure is for sizing. */
function growthOf(axis: string, standings: ReadonlyMap<string, Standing>): Goal[] {
  const levels = levelsOf(axis);
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const cpuOf = (count: number): number => standings.get(nameOf(axis, count))?.cpuMsPerUnit.median ?? NaN;
  const ratio = cpuOf(high) / cpuOf(low);
  const name = `CPU per message with ${nameOf(axis, high)} against ${nameOf(axis, low)}`;
  return [{ name, measured: `${ratio.toFixed(2)} ×`, floor: 'none', isReached: true }];
}
