import type { Socket } from 'node:net';
import { catalogue, FiscalDocument } from '@kervan/contracts';
import { laneOf } from '@kervan/messaging';
import { shareOut } from '@kervan/messaging/parts';
import { orderToInvoice } from '@kervan/order-orchestrator/parts';
import { Repeat, type Target } from '@kervan/outbound';
import { Logger } from '@nestjs/common';
import { type Finding, findingsOf } from '../check/findings.js';
import { ConsumerGroup } from '../kafka/consumer-group.js';
import { ModelKafka } from '../kafka/model-kafka.js';
import { Machine } from '../machine/machine.js';
import { ModelProcess, runningProcess } from '../machine/model-process.js';
import type { Trace } from '../machine/trace.js';
import { underMachine } from '../machine/virtual-globals.js';
import { type Mutation, unmutated } from '../mutants/mutation.js';
import { farClient } from '../outside/far-client.js';
import { ModelErp } from '../outside/model-erp.js';
import { ModelIntegrator } from '../outside/model-integrator.js';
import { drawRepeats } from '../outside/rules-before-keys.js';
import type { ModelDatabase } from '../postgres/model-database.js';
import { ModelSocket } from '../postgres/model-socket.js';
import { actsInRun, withoutSomePayments } from '../persons/acts-in-run.js';
import { Persons } from '../persons/persons.js';
import { PostgresServer } from '../postgres/postgres-server.js';
import { einvoiceSender } from '../services/einvoice-sender.js';
import { erpTimes, erpWriter } from '../services/erp-writer.js';
import { orderOrchestrator } from '../services/order-orchestrator.js';
import { type ModelService, startService } from '../services/service-process.js';
import { drawFaults, type Faults, noFaults } from './faults.js';
import { Inputs } from './inputs.js';
import { schemas } from './model-world.js';
import { Nemesis } from './nemesis.js';
import { isAtRest } from './rest.js';
import { planOrders, type PlannedOrder } from './plan.js';
import { Sayings } from './sayings.js';
import { SetBack } from './set-back.js';

/** What is asked of a run. */
export interface RunOptions {
  readonly seed: number;
  readonly orders?: number;
  readonly mutation?: Mutation;
  /** Faults that the run has whatever its seed says. */
  readonly faults?: Partial<Faults>;
  /** Whether order-orchestrator's database is set back to an earlier state, whatever the seed says. */
  readonly setBack?: boolean;
  /** Whether persons act on orders, whatever the seed says; nothing is set back where they do, unless that is said, too. */
  readonly acted?: boolean;
}

/** What a run came to. */
export interface RunResult {
  readonly seed: number;
  readonly findings: readonly Finding[];
  readonly trace: Trace;
  readonly orders: readonly PlannedOrder[];
  readonly crashes: number;
  readonly happened: number;
  /** How long it lasted by its own clock; milliseconds. */
  readonly lastedMs: number;
}

/**
 * No run lasts longer, by its own clock; milliseconds. More than a wait by the second, which takes hours where nothing else
 * happens, since timers of an idle world come ever later; less than the day after which a lost step is asked for again.
 */
const LONGEST_MS = 12 * 3_600_000;
/** Persons look at orders for so long at least; milliseconds. */
const ACTED_MS = 6_000;

/**
 * One run: a world is made from the seed, orders are placed, faults happen, and once all has come to rest every ledger
 * is judged. The same seed gives the same run.
 */
export async function runModel(database: ModelDatabase, options: RunOptions): Promise<RunResult> {
  Logger.overrideLogger(false);
  await database.empty();
  const world = new ModelWorld(database, options);
  const restore = underMachine(world.machine, () => world.socket() as unknown as Socket);
  try {
    return await world.run();
  } finally {
    restore();
  }
}

class ModelWorld {
  readonly machine: Machine;
  private readonly orders: readonly PlannedOrder[];
  private readonly postgres: PostgresServer;
  private readonly kafka: ModelKafka;
  private readonly erp: ModelErp;
  private readonly integrator: ModelIntegrator;
  private readonly nemesis: Nemesis;
  private readonly setBack: SetBack;
  /** Absent where nobody acts. */
  private readonly persons: Persons | undefined;
  private readonly services: readonly ModelService[];
  private readonly planned: Faults;
  private readonly mutation: Mutation;
  private readonly sayings: Sayings;
  private starts = 0;

  constructor(
    private readonly database: ModelDatabase,
    private readonly options: RunOptions,
  ) {
    const { seed, orders, mutation = unmutated, faults: given, acted } = options;
    const machine = (this.machine = new Machine(seed));
    const { random } = machine;
    this.mutation = mutation;
    this.orders = planOrders(random, orders ?? random.pick([1, 1, 2]));
    this.planned = { ...drawFaults(random), ...given };
    const faults = (): Faults => (this.nemesis.isOver ? noFaults : this.planned);
    this.postgres = new PostgresServer(machine, database, () => faults().database, (name) => schemas[name]!);
    const lanes = [...new Set(this.orders.map(({ orderId }) => laneOf(orderId)))];
    this.kafka = new ModelKafka(machine, () => faults().kafka, (name) => new ConsumerGroup(machine, name, lanes, shareOut));
    if (mutation.beforeSend) this.kafka.beforeSend = mutation.beforeSend;
    this.sayings = new Sayings(machine, this.kafka.log);
    const restored = {
      schema: schemas[orderOrchestrator.name]!,
      end: () => this.nemesis.end(orderOrchestrator),
      start: () => this.start(orderOrchestrator),
    };
    this.setBack = new SetBack(machine, database, this.postgres, restored, options.setBack ?? (acted === true ? false : undefined));
    const acts = actsInRun(seed, acted);
    if (acts) this.orders = withoutSomePayments(acts, this.orders);
    const { refusesAtFirst, malformedAtFirst } = acts ?? { refusesAtFirst: new Map<string, number>(), malformedAtFirst: 0 };
    const knowsKeys = random.chance(0.5);
    const refuses = random.chance(0.1) ? ['sales-order'] : [];
    const { times, ...repeats } = drawRepeats(seed, knowsKeys, erpTimes);
    this.erp = new ModelErp({ knowsKeys, refuses, refusesAtFirst, ...repeats }, () => machine.now);
    const authority = { decidesAfterMs: random.int(50, 4_000), refuses: random.chance(0.1), malformedAtFirst };
    this.integrator = new ModelIntegrator(authority, () => machine.now);
    const isInvoiced = this.orders.some(({ order }) => order.fiscalDocument === FiscalDocument.invoice);
    const writer = erpWriter(knowsKeys ? Repeat.key : Repeat.lookupOnly, times);
    this.services = [orderOrchestrator, writer, ...(isInvoiced ? [einvoiceSender] : [])];
    this.nemesis = new Nemesis(machine, this.planned, this.kafka, (service) => this.start(service));
    this.persons = acts && new Persons(acts.random, {
      machine, database, postgres: this.postgres, erp: this.erp, orders: this.orders, inputs: new Inputs(catalogue),
      definition: mutation.definition ?? orderToInvoice,
      say: (afterMs, record) => this.sayings.once(afterMs, record),
    });
  }

  async run(): Promise<RunResult> {
    for (const service of this.services) {
      this.start(service);
      if (this.machine.random.chance(0.2)) this.start(service);
    }
    this.sayings.plan(this.orders, new Inputs(catalogue));
    this.nemesis.begin();
    this.setBack.begin();
    this.persons?.begin(Math.max(this.planned.untilMs, ACTED_MS));
    let isOver = false;
    const look = (): void => {
      isOver = this.isAtRest();
      if (!isOver) this.machine.after(1_000 + this.machine.idleFor, undefined, look);
    };
    this.machine.after(1_000, undefined, look);
    await this.machine.run(() => isOver);
    const { machine, orders, erp, integrator, kafka } = this;
    const isLate = this.isLate();
    this.persons?.tidy();
    const found = { isLate, lost: this.setBack.lost, acted: this.persons !== undefined };
    const findings = await findingsOf({ database: this.database, catalogue, orders, erp, integrator, log: kafka.log, ...found });
    this.nemesis.endAll();
    return {
      seed: this.options.seed, findings, trace: machine.trace, orders, crashes: this.nemesis.crashes, happened: machine.happened, lastedMs: machine.elapsed,
    };
  }

  socket(): ModelSocket {
    return new ModelSocket(this.machine, runningProcess()!, (socket) => this.postgres.accept(socket));
  }

  private isAtRest(): boolean {
    if (this.isLate()) return true;
    if (!this.nemesis.isOver || this.setBack.isPending || this.sayings.unsaid > 0 || this.machine.idleFor <= 2_000 || !this.postgres.isFree) return false;
    return isAtRest(this.database, this.kafka.log, catalogue) && this.persons?.attend() !== true;
  }

  private isLate(): boolean {
    return this.machine.elapsed > LONGEST_MS;
  }

  private start(service: ModelService): void {
    if (service === orderOrchestrator && this.setBack.isDown) return;
    const process = new ModelProcess(`${service.name}#${++this.starts}`, (own, what) => this.nemesis.stepped(own, what));
    this.nemesis.watch(process, service);
    this.machine.trace.tell(process.name, 'starts');
    const clientFor = (target: Target) => {
      const system = target.name === 'erp' ? this.erp : this.integrator;
      return farClient(this.machine, system, () => (this.nemesis.isOver ? noFaults : this.planned).far, target.timeoutMs);
    };
    const around = {
      machine: this.machine,
      catalogue,
      kafka: this.kafka,
      mutation: this.mutation,
      clientFor,
      faults: () => (this.nemesis.isOver ? noFaults : this.planned).handlers,
      orderName: (orderId: string) => this.orders.find((one) => one.orderId === orderId)?.name ?? orderId,
    };
    process.within(() => {
      startService(service, around, process).catch((error: unknown) => {
        this.machine.trace.tell(process.name, `cannot start: ${String(error)}`);
        process.die();
        this.nemesis.ended(process);
      });
    });
  }
}
