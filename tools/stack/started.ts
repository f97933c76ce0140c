import { ManagedProcess, type ProcessPlan } from './managed-process.js';

/** Who is told of each process that starts, and says whether more of them may. */
export interface Starting {
  readonly closed: boolean;
  add(process: ManagedProcess): void;
}

/**
 * Processes that were started, by whomever: once it is closed none of them runs.
 *
 * Work that is interrupted goes on where it cannot be stopped, and may start something afterwards: it is refused that, and
 * what somebody else has started for it is ended at once.
 */
export class Started implements Starting {
  private readonly processes: ManagedProcess[] = [];
  private isClosed = false;

  constructor(
    /** Is told of each, too; what it has closed is closed here. */
    private readonly outer: Starting,
  ) {}

  get closed(): boolean {
    return this.isClosed || this.outer.closed;
  }

  /** Starts a process without waiting for its readiness. @throws once it is closed. */
  start(plan: ProcessPlan): ManagedProcess {
    if (this.closed) throw new Error(`${plan.name} is not started any more: everything is being stopped.`);
    const process = ManagedProcess.start(plan);
    this.add(process);
    return process;
  }

  /** Notes a process that somebody has just started. */
  add(process: ManagedProcess): void {
    this.outer.add(process);
    this.processes.push(process);
    if (this.isClosed) void process.stop();
  }

  /** Stops everything that runs, side by side, also what comes meanwhile. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (let left = this.left(); left.length > 0; left = this.left()) await Promise.all(left.map((process) => process.stop()));
  }

  private left(): readonly ManagedProcess[] {
    return this.processes.filter(({ running }) => running);
  }
}
