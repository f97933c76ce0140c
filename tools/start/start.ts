import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { judge, type Verdict } from '../judge/judge.js';
import { renderVerdict } from '../judge/render-verdict.js';
import { addressesIn } from '../judge/service-addresses.js';
import { startPlatform, type Platform } from '../platform/platform.js';
import { localPorts, servicePorts } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import { localFolder } from '../stack/checkout.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { requireDisk, requirePorts } from '../stack/preflight.js';
import { Refusal } from '../stack/refusal.js';
import { openStack, type Stack } from '../stack/stack.js';
import { chooseStack, requireSameStack } from '../stack/stack-kind.js';
import { StateLock } from '../stack/state-lock.js';
import { playMorning, tableHeading, type PlayedMorning } from './morning.js';
import { addressesOf, exampleSale, nextSteps } from './report.js';
import { sampleOrder } from './sample-order.js';
import { waitingOrders } from './waiting-orders.js';

const usage = `Usage: npm start [-- --exit]

Starts everything on this machine, plays a morning of every channel and says whether each order is where it should be.
Stays up until Ctrl-C; with --exit it stops after the table and exits with 0 only if every order is where it should be.`;

const exitAfterTable = readCommandLine({ usage, accepts: { options: { exit: { type: 'boolean' } } } }).values.exit === true;
const tell = (line: string): void => console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);

/** On a state that nobody was told the addresses of, all that is known has come from the sandbox. */
const onlySandbox = exitAfterTable && !existsSync(join(localFolder, 'sandbox'));

let stack: Promise<Stack> | undefined;
let platform: Promise<Platform> | undefined;
let lock: StateLock | undefined;
let stopping: Promise<void> | undefined;
let isUp = false;
let interrupted = false;

/** Stops everything that was started, once, in the reverse order; what is still starting is waited for first. */
function stop(): Promise<void> {
  return (stopping ??= (async () => {
    await platform?.then((started) => started.stop(), () => undefined);
    await stack?.then((opened) => opened.stop(), () => undefined);
    lock?.release();
  })());
}

/** Services are started again by themselves, Kafka, Postgres and the registry are not: whoever sits there is told. */
function watch(server: ManagedProcess): void {
  lock?.add(server.pid);
  void server.ended().then(() => {
    if (!isUp || stopping) return;
    tell(`${server.name} has ended; see ${server.plan.logFile}. Ctrl-C and npm start bring it back, with all that was recorded.`);
  });
}

async function start(): Promise<Platform> {
  requireDisk(localFolder);
  lock = StateLock.acquire(localFolder);
  const kind = await chooseStack(process.env);
  requireSameStack(localFolder, kind, process.env);
  const ports = localPorts();
  // Docker tells by itself which port is taken, and its containers may still be up from a start that was killed.
  await requirePorts(kind === 'native' ? { ...ports } : servicePorts(ports));
  lock.tellPorts({ ...ports });
  const secrets = secretsOf(localFolder);
  tell('Kafka, Postgres and the schema registry …');
  stack = openStack({ folder: localFolder, ports, postgresPassword: secrets.postgresPassword, kept: true, onStart: watch });
  const opened = await stack;
  if (interrupted) throw new Error('interrupted while starting');
  platform = startPlatform({ folder: localFolder, ports, secrets, stack: opened, onStart: ({ pid }) => lock?.add(pid), tell });
  const started = await platform;
  tell('Every service is ready.');
  isUp = true;
  return started;
}

/** The verdict of the ledgers; what is still being written down is given some time. */
async function judged({ installation }: Platform): Promise<Verdict> {
  for (let tries = 0; ; tries += 1) {
    const services = addressesIn(installation);
    const verdict = await judge({ sandboxDir: join(installation.folder, 'sandbox'), services, onlySandbox });
    if (verdict.ok || tries === 10) return verdict;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** What to look at and what to do, for whoever stays. */
async function welcome({ installation }: Platform, { began }: PlayedMorning): Promise<string> {
  const [waiting, sample] = await Promise.all([waitingOrders(installation), sampleOrder(installation, began)]);
  const parts = [
    waiting,
    sample?.text,
    `Post a sale of your own:\n\n${exampleSale(installation)}`,
    addressesOf(installation),
    `Next:\n\n${nextSteps(installation, sample?.orderNumber)}`,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

async function main(): Promise<void> {
  const running = await start();
  const morning = await playMorning(running.installation, tell);
  const verdict = await judged(running);
  console.log(`\n${tableHeading(morning.number)}\n\n${renderVerdict(verdict)}\n`);
  if (exitAfterTable) {
    await stop();
    console.log(`Stopped. Exit code ${verdict.ok ? '0: every order is where it should be' : '1: see the findings above'}.`);
    process.exit(verdict.ok ? 0 : 1);
  }
  console.log(`${await welcome(running, morning)}\n`);
  tell('Kervan is up. Ctrl-C stops everything; state stays in .local/.');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!interrupted) tell('Stopping …');
    interrupted = true;
    stop().then(
      () => {
        tell('Stopped.');
        process.exit(exitAfterTable ? 1 : 0);
      },
      (error: unknown) => {
        console.error(error instanceof Refusal ? error.message : error);
        process.exit(2);
      },
    );
  });
}

main().catch(async (error: unknown) => {
  if (interrupted) return; // the signal's handler stops everything and ends the process
  console.error(error instanceof Refusal ? error.message : error);
  await stop();
  process.exit(error instanceof Refusal ? 2 : 1);
});
