import { benchOnStack, tell } from '../measure/bench-command.js';
import { bestOf, renderComparison, type Standing, standingsOf } from '../measure/comparison.js';
import type { Goal } from '../measure/goal.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { isFull, readBenchArguments, roundUsage } from '../measure/round-plan.js';
import { figure, runRounds } from '../measure/rounds.js';
import { type ContenderPlan, HopStage, kervanContender } from './hop-stage.js';

/** `npm run bench:hop`: one hop of Kervan against a bare loop of kafkajs and pg. */
const usage = `Usage: npm run bench:hop [-- --rounds 5 --seconds 20 --warm-up 20 --most 20000 --profiles <folder>]

Measures one hop, consume → inbox + state + outbox → produce, of a Kervan service against a bare kafkajs loop.
${roundUsage}
  --most <n>       messages a second that the backlog must be enough for; 20000
  --profiles <f>   a folder for CPU profiles of each contender, which is slower for it
  --only <name,…>  kervan, bare-1, bare-3; all`;

const bareLoops: readonly ContenderPlan[] = [1, 3].map((partitionsAtOnce) => ({
  name: `bare-${partitionsAtOnce}`,
  file: 'bare-loop.ts',
  partitionsAtOnce,
}));

const told = [
  'One message: consumed, decoded, entered into the inbox, its order inserted, its answer encoded, put into the outbox, committed, sent, deleted from the outbox. ' +
    'Orders of three lines, each its own key, over 12 partitions; written before, so that no load runs in a round. ' +
    'Counted by the broker: records on the topic that the answers go to. After each round inbox, state and topic hold the same number, or the run is void.',
  '**kervan**: a service on libs/messaging and Nest, every message in a recorded trace, spans to a file, health, metrics, held messages and retries in place.',
  '**bare-1, bare-3**: an eachBatch loop on the same kafkajs and pg, with the same statements for position, inbox, state and outbox, prepared, a transaction per batch; ' +
    '1 or 3 partitions at once. It keeps the trace headers and makes no spans; it looks for no held keys, and nothing in it is tried again or put aside.',
];

const { plan, own } = readBenchArguments(usage, { most: '20000', profiles: '', only: '' });
const wanted = own.only ? own.only.split(',') : undefined;
const contenders = [kervanContender, ...bareLoops].filter(({ name }) => wanted?.includes(name) ?? true);
const backlog = Math.ceil((plan.warmUpSeconds + plan.seconds + 10) * Number(own.most));

await benchOnStack(async (bench, database) => {
  const made = madeWith(await database.settings(), ['kafkajs', 'pg', 'avsc', '@nestjs/core']);
  tell(`${backlog} orders …`);
  const stage = await HopStage.open(bench, backlog, own.profiles || undefined);
  const rounds = await runRounds(contenders.map((one) => stage.contender(one)), { plan, database, shared: new Map(bench.processes), tell });
  const standings = [...standingsOf(rounds).values()];
  const goals = wanted ? [] : goalsOf(standings);
  const report = renderComparison({ title: 'One hop, against a bare loop', unit: 'message', made, plan, told }, standings, goals);
  if (isFull(plan) && !own.profiles && !wanted) keepResult('hop', made.startedAt, report);
  console.log(`\n${report}`);
  return true;
});

function goalsOf(standings: readonly Standing[]): Goal[] {
  const ours = bestOf(standings.filter(({ name }) => name === 'kervan'));
  const bare = bestOf(standings.filter(({ name }) => name !== 'kervan'));
  const rate = ours.perSecond.median / bare.perSecond.median;
  const cpu = ours.cpuMsPerUnit.median / bare.cpuMsPerUnit.median;
  return [
    { name: `rate of ${bare.name}, the better loop`, measured: `${(rate * 100).toFixed(0)} %`, floor: '90 %', isReached: rate >= 0.9 },
    { name: `CPU per message against ${bare.name}`, measured: `${cpu.toFixed(2)} ×`, floor: 'at most 1.3 ×', isReached: cpu <= 1.3 },
    { name: 'messages a second', measured: figure(ours.perSecond.median), floor: '10,000', isReached: ours.perSecond.median >= 10_000 },
  ];
}
