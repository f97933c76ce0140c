import { everyServiceOption, everyServiceUsage, resultName } from '../flow/every-service.js';
import { benchOn, tell } from '../measure/bench-command.js';
import { bestOf, renderComparison, type Standing, standingsOf } from '../measure/comparison.js';
import type { Goal } from '../measure/goal.js';
import { keepResult } from '../measure/keep-result.js';
import { type MadeWith, madeWith } from '../measure/made-with.js';
import { isFull, readBenchArguments, roundUsage } from '../measure/round-plan.js';
import { type ContenderRound, figure } from '../measure/rounds.js';
import { atLevel, type FlowSystem, kervan, oneTurn, peer } from './flow-system.js';
import { OneAlive } from './one-alive.js';

/** `npm run bench:peers`: orders to paid invoices, Kervan against DBOS and Restate. */
const usage = `Usage: npm run bench:peers [-- --rounds 5 --seconds 20 --warm-up 20 --in-flight 32,128,512 --app-processes 2]

Takes sales to their paid invoices through Kervan, DBOS and Restate in turn, and verifies each by the sandbox's ledgers.
${roundUsage}
  --in-flight <n,…>     orders in flight, one after another; 32,128,512
  --app-processes <n>   processes of a peer's application; 2
  --only <name,…>       kervan, dbos, restate; all
${everyServiceUsage}`;

const packages = ['kafkajs', 'pg', '@dbos-inc/dbos-sdk', '@restatedev/restate-sdk', '@restatedev/restate-server'];

const defaults = { 'in-flight': '32,128,512', 'app-processes': '2', only: 'kervan,dbos,restate' };
const { plan, own, switches } = readBenchArguments(usage, defaults, everyServiceOption);
const everyService = switches['every-service'];
const levels = own['in-flight'].split(',').map(Number);
const appProcesses = Number(own['app-processes']);
const wanted = new Set(own.only.split(','));
const alive = new OneAlive();
const systems: readonly FlowSystem[] = [kervan(everyService), peer('dbos', appProcesses), peer('restate', appProcesses)]
  .filter(({ name }) => wanted.has(name))
  .map((system) => alive.watched(system));

const told = [
  'One flow: a sale is posted; its order is kept; it is posted to the ERP; the buyer is looked up where he has an id; the invoice gets its number and is kept; ' +
    'it is transmitted as UBL, and asked for a second later until the authority has accepted it; invoice and payment are posted to the ERP. ' +
    'The same calls to the same sandbox process, which keeps a ledger on the disk. A flow counts once it is completed and the ledgers hold each of its documents exactly once, to the kuruş. ' +
    'The load keeps so many orders in flight, and its processor time is counted.',
  `**kervan**: ${everyService ? 'all eight services, of which four only follow' : 'the four services on the way'}, Kafka, registry, Postgres; every flow one recorded trace; UBL-TR checked against its schema; a refused or unknown outcome of a call is handled, each act is a message that others can read.`,
  `**dbos**: one workflow of seven steps and a durable sleep, an id per order; its application in ${appProcesses} process(es), its tables on the same Postgres.`,
  `**restate**: one handler of seven \`ctx.run\` and a \`ctx.sleep\`, called through the ingress with an idempotency key; its application in ${appProcesses} process(es) over HTTP/2, its server with its defaults, synced.`,
  'The peers keep the same rows as Kervan\'s services (order, ERP call, number and invoice, payment) in one database. They write UBL by a plain template without a schema check, do not validate the sale, ' +
    'look the buyer up in the step that issues the invoice, make no spans and need no Kafka, which does not run beside them. The sale is answered when its flow is completed, so that no completion has to be published.',
];

await benchOn(Promise.resolve(alive), async () => {
  const rounds: ContenderRound[] = [];
  const due = ({ name }: FlowSystem): boolean =>
    levels.some((level) => rounds.filter(({ contender, counts }) => contender === atLevel(name, level) && counts).length < plan.rounds);
  let made: MadeWith | undefined;
  for (let turn = 1; turn <= 2 * plan.rounds; turn += 1) {
    for (const system of systems.filter(due)) {
      const { rounds: done, database } = await oneTurn(system, levels, plan, tell);
      made ??= madeWith(database, packages);
      rounds.push(...done);
      for (const { contender, perSecond, cpuMsPerUnit, strangers } of done) {
        tell(`Turn ${turn}, ${contender}: ${figure(perSecond)} flows a second, ${cpuMsPerUnit.toPrecision(3)} CPU-ms each, strangers ${(strangers * 100).toFixed(1)} %`);
      }
    }
  }
  const standings = [...standingsOf(rounds).values()];
  if (!made) return false;
  const report = renderComparison({ title: 'Order to invoice, against DBOS and Restate', unit: 'flow', made, plan, told }, standings, goalsOf(standings));
  if (isFull(plan) && systems.length === 3) keepResult(resultName('peers', everyService), made.startedAt, report);
  console.log(`\n${report}`);
  return true;
});

function goalsOf(standings: readonly Standing[]): Goal[] {
  const of = (system: string): Standing[] => standings.filter(({ name }) => name.startsWith(`${system} `));
  return ([['dbos', 2.5], ['restate', 1.5]] as const).flatMap(([name, floor]) => {
    const [ours, theirs] = [of('kervan'), of(name)];
    if (ours.length === 0 || theirs.length === 0) return [];
    const [mine, best] = [bestOf(ours), bestOf(theirs)];
    const ratio = mine.perSecond.median / best.perSecond.median;
    return [{ name: `${mine.name} against ${best.name}`, measured: `${ratio.toFixed(2)} ×`, floor: `${floor} ×`, isReached: ratio >= floor }];
  });
}
