import { EventQueue, type Happening } from './event-queue.js';
import type { ModelProcess } from './model-process.js';
import { SeededRandom } from './seeded-random.js';
import { Trace } from './trace.js';

/** When every run begins; the morning of a business day. */
const EPOCH_MS = Date.UTC(2026, 10, 21, 7, 0, 0);
/** More things than this never happen in a run that makes progress. */
const MOST_HAPPENINGS = 400_000;
/**
 * Timers of these lengths are of loops that look whether there is something to do: they come late, and the later the
 * longer nothing happens, so that an idle world costs little; milliseconds.
 */
const POLLING_MS = { least: 100, most: 1_000 };
const LATEST_POLL = 5;
const IDLE_STRETCH = 1;

const realImmediate = setImmediate;

/**
 * The machine that everything of a run happens on: one clock, one source of chance, one thing at a time.
 *
 * What happens next is the earliest of what is planned; how long things take is drawn from the seed. So the same seed
 * gives the same run, and what a run cannot do is happen in parallel.
 */
export class Machine {
  now = EPOCH_MS;
  /** How many things have happened. */
  happened = 0;
  readonly random: SeededRandom;
  readonly trace = new Trace(() => this.now - EPOCH_MS);
  private readonly queue = new EventQueue();
  private activeAt = EPOCH_MS;

  constructor(readonly seed: number) {
    this.random = new SeededRandom(seed);
  }

  /** Milliseconds since the run began. */
  get elapsed(): number {
    return this.now - EPOCH_MS;
  }

  /** Tells that something was written, sent or answered: the world is not idle. */
  active(): void {
    this.activeAt = this.now;
  }

  /** How long nothing has happened; milliseconds. */
  get idleFor(): number {
    return this.now - this.activeAt;
  }

  /** Has something happen later. What belongs to a process waits while it is frozen, and never happens once it is dead. */
  after(ms: number, owner: ModelProcess | undefined, run: () => void): Happening {
    const happening = this.queue.add(this.now + Math.max(ms, 0), () => {
      if (!owner) return run();
      if (owner.isDead) return undefined;
      if (owner.frozenUntil > this.now) return void this.after(owner.frozenUntil - this.now, owner, run);
      return owner.within(run);
    });
    return happening;
  }

  /** A timer of a process: never before its time. */
  timer(ms: number, owner: ModelProcess, run: () => void): Happening {
    const isPolling = ms >= POLLING_MS.least && ms <= POLLING_MS.most;
    const late = this.random.next() * (isPolling ? LATEST_POLL * ms : Math.min(5, ms * 0.1));
    const stretch = ms <= POLLING_MS.most ? this.idleFor * IDLE_STRETCH : 0;
    return this.after(ms + late + stretch, owner, run);
  }

  /** Lets one thing after another happen until nothing is left, or it is told to stop. */
  async run(isOver: () => boolean): Promise<void> {
    for (; ; this.happened += 1) {
      if (this.happened > MOST_HAPPENINGS) throw new Error(`seed ${this.seed} goes round in a circle:\n${this.trace.render(this.trace.lines.slice(-40))}`);
      await new Promise((resolve) => realImmediate(resolve)); // all that follows from the last one has happened
      if (isOver()) return;
      const next = this.queue.take();
      if (!next) return;
      this.now = Math.max(this.now, next.at);
      next.run();
    }
  }
}
