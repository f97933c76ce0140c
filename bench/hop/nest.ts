import { benchOnStack, tell } from '../measure/bench-command.js';
import { renderComparison, type Standing, standingsOf } from '../measure/comparison.js';
import type { Goal } from '../measure/goal.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { isFull, readBenchArguments, roundUsage } from '../measure/round-plan.js';
import { runRounds } from '../measure/rounds.js';
import { type ContenderPlan, HopStage, kervanContender } from './hop-stage.js';

/** `npm run bench:nest`: one hop of Kervan against Nest's own Kafka transport with TypeORM. */
const usage = `Usage: npm run bench:nest [-- --rounds 5 --seconds 20 --warm-up 20 --most 20000]

Measures one hop, consume → inbox + state + outbox → produce, of a Kervan service against the same on
@nestjs/microservices and TypeORM with a transaction per message, as documented and tuned.
${roundUsage}
  --most <n>       messages a second that the backlog must be enough for; 20000`;

const nests: readonly ContenderPlan[] = [
  { name: 'nest-idiomatic', file: 'nest/nest-idiomatic.ts' },
  { name: 'nest-tuned', file: 'nest/nest-tuned.ts' },
];

const told = [
  'The hop and its counting as in the comparison with a bare loop: consumed, decoded, inbox, state, outbox, committed, sent, deleted; the same tables, the same records.',
  '**kervan**: a service on libs/messaging, every message in a recorded trace, health, metrics, held messages and retries in place.',
  '**nest-idiomatic**: ServerKafka, EventPattern, entities and `save` in `DataSource.transaction`, defaults everywhere, the registry client of kafkajs.',
  '**nest-tuned**: 12 partitions at once, 16 connections, three raw inserts and no select, compiled Avro types.',
  'Both have a relay that sends up to 500 outbox rows at once and deletes them together, which is better than most; neither makes spans, holds or retries.',
];

const { plan, own } = readBenchArguments(usage, { most: '20000' });
const backlog = Math.ceil((plan.warmUpSeconds + plan.seconds + 10) * Number(own.most));

await benchOnStack(async (bench, database) => {
  const made = madeWith(await database.settings(), ['kafkajs', 'pg', 'typeorm', '@nestjs/microservices']);
  tell(`${backlog} orders …`);
  const stage = await HopStage.open(bench, backlog, undefined);
  const rounds = await runRounds([kervanContender, ...nests].map((one) => stage.contender(one)), { plan, database, shared: new Map(bench.processes), tell });
  const standings = standingsOf(rounds);
  const goals = [goalOf(standings, 'nest-idiomatic', 15), goalOf(standings, 'nest-tuned', 8)];
  const report = renderComparison({ title: 'One hop, against Nest with TypeORM', unit: 'message', made, plan, told }, [...standings.values()], goals);
  if (isFull(plan)) keepResult('nest', made.startedAt, report);
  console.log(`\n${report}`);
  return true;
});

function goalOf(standings: ReadonlyMap<string, Standing>, other: string, floor: number): Goal {
  const rateOf = (name: string): number => standings.get(name)?.perSecond.median ?? NaN;
  const ratio = rateOf('kervan') / rateOf(other);
  return { name: `rate against ${other}`, measured: `${ratio.toFixed(1)} ×`, floor: `${floor} ×`, isReached: ratio >= floor };
}
