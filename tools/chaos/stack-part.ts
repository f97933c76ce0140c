import { setTimeout as pause } from 'node:timers/promises';
import type { ManagedProcess } from '../stack/managed-process.js';
import type { Started } from '../stack/started.js';
import { descendantsOf, isThere } from './processes.js';
import { startUntilReady } from './start-until-ready.js';

const LOOK_EVERY_MS = 50;
const GONE_WITHIN_MS = 60_000;
/** What died has to recover first, and everyone else is at work on the machine. */
const READY_WITHIN_MS = 180_000;

/** Kafka, Postgres or the registry: it can be killed, stands still when told, and comes back with its data. */
export class StackPart {
  constructor(
    private current: ManagedProcess,
    private readonly started: Pick<Started, 'start'>,
  ) {}

  get name(): string {
    return this.current.name;
  }

  /** The process that was started, and all that descend from it now. */
  get pids(): readonly number[] {
    return [this.current.pid, ...descendantsOf(this.current.pid)];
  }

  /** Sends a signal to the process and its group; what left the group, as Postgres's backends, sees only what follows. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-this.current.pid, signal);
  }

  /** SIGKILL; resolves once nothing of it is left, so that it can be started again. */
  async kill(): Promise<void> {
    const { pids } = this;
    this.signal('SIGKILL');
    await this.current.ended();
    const end = performance.now() + GONE_WITHIN_MS;
    while (pids.some(isThere)) {
      if (performance.now() > end) throw new Error(`${this.name} has left processes behind: ${pids.filter(isThere).join(' ')}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Starts it on its data again, and again while it ends over what is left of it before; resolves once it answers. */
  async start(): Promise<void> {
    await startUntilReady({ ...this.current.plan, readyWithinMs: READY_WITHIN_MS }, (plan) => (this.current = this.started.start(plan)));
  }

  /** Starts it again where it has ended by itself, or does so while it is waited for; tells whether it had. */
  async revive(): Promise<boolean> {
    try {
      await this.current.ready();
      return false;
    } catch (error) {
      if (this.current.running) throw error;
      await this.start();
      return true;
    }
  }

  /** SIGTERM; resolves once it has ended. */
  stop(): Promise<void> {
    return this.current.stop();
  }

  ready(): Promise<ManagedProcess> {
    return this.current.ready();
  }
}
