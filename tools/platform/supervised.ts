import { ManagedProcess, type ProcessPlan } from '../stack/managed-process.js';

/**
 * Keeps one process running: when it ends without having been told to, it is started again after a second.
 *
 * What Kubernetes does for a pod, so that a service that is killed on a developer's machine comes back there too.
 */
export class Supervised {
  private current: ManagedProcess;
  private stopping = false;
  private lastEnd: number | null | undefined;

  constructor(
    private readonly plan: ProcessPlan,
    private readonly onStart: (process: ManagedProcess) => void = () => undefined,
  ) {
    this.current = this.start();
  }

  get name(): string {
    return this.plan.name;
  }

  get pid(): number {
    return this.current.pid;
  }

  /** What the process before this one ended with, when it was not stopped: null for a signal, undefined where there was none. */
  get endedWith(): number | null | undefined {
    return this.lastEnd;
  }

  signal(signal: NodeJS.Signals): void {
    this.current.signal(signal);
  }

  async ready(): Promise<void> {
    await this.current.ready();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.current.stop();
  }

  /** Starts it again after {@link stop}, with supervision; resolves once it is ready. */
  async resume(): Promise<void> {
    this.stopping = false;
    this.current = this.start();
    await this.current.ready();
  }

  private start(): ManagedProcess {
    const process = ManagedProcess.start(this.plan);
    this.onStart(process);
    void process.ended().then(() => this.again(process));
    return process;
  }

  private again({ exitCode }: ManagedProcess): void {
    if (this.stopping) return;
    this.lastEnd = exitCode;
    console.log(`${this.name} (process ${this.pid}) ended by itself and is started again; see ${this.plan.logFile}`);
    setTimeout(() => {
      if (!this.stopping) this.current = this.start();
    }, 1_000);
  }
}
