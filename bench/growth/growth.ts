import { HopStage } from '../hop/hop-stage.js';
import { benchOnStack, tell } from '../measure/bench-command.js';
import { renderComparison, standingsOf } from '../measure/comparison.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { isFull, readBenchArguments, roundUsage } from '../measure/round-plan.js';
import { type Contender, type ContenderRound, runRounds } from '../measure/rounds.js';
import { growthOf, ownRows } from './growth-report.js';
import { hopAxes, hopWith } from './hop-growth.js';
import { SagaStage } from './saga-stage.js';

/** `npm run bench:growth`: what a message costs, and the start of a saga, the more there is in the tables. */
const usage = `Usage: npm run bench:growth [-- --rounds 5 --seconds 20 --warm-up 20 --axes stored,keys,topics,sagas --levels 1000,…,1000000]

Fills the tables of a service in bulk, then measures one hop, or the start of a saga, at each level.
${roundUsage}
It is kept of all axes and of no other levels than the usual ones.
  --axes <name,…>    stored: ids in the inbox; keys: orders in the state; topics: topics that are read; sagas: sagas that wait
  --levels <n,…>     of stored, keys and sagas; 1000,10000,100000,1000000
  --topics <n,…>     numbers of topics, of 12 partitions each; 1,4,8
  --most <n>         messages a second that the backlog must be enough for; 20000`;

const usual = { axes: 'stored,keys,topics,sagas', levels: '1000,10000,100000,1000000', topics: '1,4,8' };
const { plan, own } = readBenchArguments(usage, { ...usual, most: '20000' });
const axes = own.axes.split(',');
const isUsual = (['axes', 'levels', 'topics'] as const).every((name) => own[name] === usual[name]);
const levelsOf = (axis: string): number[] => (axis === 'topics' ? own.topics : own.levels).split(',').map(Number);
const backlog = Math.ceil((plan.warmUpSeconds + plan.seconds + 10) * Number(own.most));

await benchOnStack(async (bench, database) => {
  const made = madeWith(await database.settings(), ['kafkajs', 'pg']);
  const measured = (contenders: readonly Contender[]): Promise<ContenderRound[]> =>
    runRounds(contenders, { plan, database, shared: new Map(bench.processes), tell });
  const reports: string[] = [];
  tell(`${backlog} orders …`);
  const ofHop = hopAxes.filter((axis) => axes.includes(axis));
  if (ofHop.length > 0) {
    const stage = await HopStage.open(bench, backlog, undefined);
    const rounds = await measured(ofHop.flatMap((axis) => levelsOf(axis).map((count) => stage.contender(hopWith(axis, count)))));
    const told = [
      '**stored, keys, topics**: the hop of the comparison with a bare loop, on a service whose inbox holds so many ids of today, whose state ' +
        `holds so many orders, or which reads so many topics of 12 partitions each, of which one brings anything. ${ownRows(rounds, plan)}`,
    ];
    const goals = ofHop.flatMap((axis) => growthOf(axis, levelsOf(axis), rounds));
    reports.push(renderComparison({ title: 'What a message costs, the more there is', unit: 'message', made, plan, told }, [...standingsOf(rounds).values()], goals));
  }
  if (axes.includes('sagas')) {
    await bench.stack.registryReady;
    const stage = await SagaStage.open(bench, backlog, tell);
    const rounds = await measured(levelsOf('sagas').map((count) => stage.contender(count)));
    const told = [
      '**sagas**: order-orchestrator alone takes orders and starts a saga for each, up to its first command on the topic, while so many sagas ' +
        'wait in its tables, each with its order, the eight entries of its history and the message of its deadline. The ids of the messages ' +
        `that brought them so far are not in the inbox: what those cost is told above, by itself. ${ownRows(rounds, plan)}`,
    ];
    const goals = growthOf('sagas', levelsOf('sagas'), rounds);
    reports.push(renderComparison({ title: 'What the start of a saga costs, the more of them wait', unit: 'saga', made, plan, told }, [...standingsOf(rounds).values()], goals));
  }
  const report = reports.join('\n');
  if (isFull(plan) && isUsual) keepResult('growth', made.startedAt, report);
  console.log(`\n${report}`);
  return true;
});
