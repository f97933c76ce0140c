import type { ModelKafka } from '../kafka/model-kafka.js';
import type { Machine } from '../machine/machine.js';
import type { ModelProcess } from '../machine/model-process.js';
import type { ModelService } from '../services/service-process.js';
import type { Faults } from './faults.js';

/** A process that dies does so at one of its next so many steps. */
const STEPS_TO_LIVE = 60;

/** Kills, freezes and confuses processes, by the seed, and starts what died again. */
export class Nemesis {
  crashes = 0;
  isOver = false;
  private readonly alive = new Map<ModelProcess, ModelService>();
  private readonly doomed = new Map<ModelProcess, number>();

  constructor(
    private readonly machine: Machine,
    private readonly faults: Faults,
    private readonly kafka: ModelKafka,
    private readonly start: (service: ModelService) => void,
  ) {}

  begin(): void {
    const { machine, faults } = this;
    const sometime = (times: number, act: () => void): void => {
      for (let time = 0; time < times; time += 1) {
        machine.after(machine.random.next() * faults.untilMs, undefined, () => !this.isOver && act());
      }
    };
    sometime(faults.crashes, () => this.doom());
    sometime(faults.freezes, () => this.freeze());
    sometime(faults.rebalances, () => {
      const groups = this.kafka.everyGroup;
      if (groups.length > 0) machine.random.pick(groups).plan();
    });
    machine.after(faults.untilMs, undefined, () => {
      this.isOver = true;
      machine.trace.tell('nemesis', 'leaves; nothing goes wrong from here on');
    });
  }

  watch(process: ModelProcess, service: ModelService): void {
    this.alive.set(process, service);
  }

  /** Called at each step of a process: one that is doomed dies at its time. */
  stepped(process: ModelProcess, what: string): void {
    if (process.steps !== this.doomed.get(process)) return;
    this.crashes += 1;
    this.machine.trace.tell(process.name, `DIES, as it ${what}`);
    process.die();
    this.ended(process);
  }

  /** A process is no more: another takes its place after a while. */
  ended(process: ModelProcess): void {
    const service = this.alive.get(process);
    this.alive.delete(process);
    if (service) this.machine.after(this.machine.random.int(50, 3_000), undefined, () => this.start(service));
  }

  /** Ends every process of a service, as one does who restores its database. */
  end(service: ModelService): void {
    for (const [process, own] of this.alive) {
      if (own !== service) continue;
      this.alive.delete(process);
      process.die();
    }
  }

  endAll(): void {
    for (const process of this.alive.keys()) process.isDead = true;
  }

  private doom(): void {
    if (this.alive.size === 0) return;
    const process = this.machine.random.pick([...this.alive.keys()]);
    this.doomed.set(process, process.steps + this.machine.random.int(1, STEPS_TO_LIVE));
  }

  private freeze(): void {
    const { machine } = this;
    if (this.alive.size === 0) return;
    const process = machine.random.pick([...this.alive.keys()]);
    const ms = machine.random.pick([500, 5_000, 9_000, 20_000]);
    process.frozenUntil = machine.now + ms;
    machine.trace.tell(process.name, `freezes for ${ms} ms`);
    const consumer = this.kafka.consumerOf(process);
    for (const group of this.kafka.everyGroup) if (consumer) group.frozen(consumer);
  }
}
