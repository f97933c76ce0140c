import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from './refusal.js';

/** What to start, and how to see that it is ready. */
export interface ProcessPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Standard output and error are appended here. */
  readonly logFile: string;
  /** Looked at every 100 ms until it returns true; an exception counts as "not yet". */
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs: number;
  /** Time between SIGTERM and SIGKILL; milliseconds, 30 s by default. */
  readonly stopWithinMs?: number;
}

/**
 * A child process with a log file of its own, in a process group of its own: Ctrl-C reaches the launcher alone, which
 * then stops what it started in the right order.
 */
export class ManagedProcess {
  private readonly exited: Promise<void>;

  private constructor(
    readonly plan: ProcessPlan,
    private readonly child: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Starts the process without waiting for its readiness. */
  static start(plan: ProcessPlan): ManagedProcess {
    mkdirSync(dirname(plan.logFile), { recursive: true });
    const log = openSync(plan.logFile, 'a');
    try {
      const child = spawn(plan.command, [...plan.args], {
        cwd: plan.cwd,
        env: { ...process.env, ...plan.env },
        stdio: ['ignore', log, log],
        detached: true,
      });
      child.on('error', () => undefined); // told by `ready` as a process that ended
      return new ManagedProcess(plan, child);
    } finally {
      closeSync(log);
    }
  }

  get name(): string {
    return this.plan.name;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
  }

  /** What the process ended with; null while it runs, and where a signal ended it. */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Resolves once the process has ended, however it ended. */
  ended(): Promise<void> {
    return this.exited;
  }

  /** @throws {Refusal} naming the log, when the process ends or the time is up before it is ready. */
  async ready(): Promise<this> {
    const end = performance.now() + this.plan.readyWithinMs;
    while (performance.now() < end) {
      if (!this.running) throw new Refusal(`${this.name} ended while starting: ${this.lastWords()}`);
      if (await this.plan.ready().catch(() => false)) return this;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Refusal(`${this.name} was not ready after ${this.plan.readyWithinMs / 1000} s: ${this.lastWords()}`);
  }

  /** Sends a signal to the process itself, not to its group. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** SIGTERM, then SIGKILL to the whole group once the time is up; resolves when the process has ended. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.signal('SIGTERM');
    const last = setTimeout(() => this.killGroup(), this.plan.stopWithinMs ?? 30_000);
    await this.exited;
    clearTimeout(last);
  }

  /** SIGKILL to the whole group, at once: a Postgres runs below the process that was started. */
  killGroup(): void {
    if (!this.running) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // the group has ended meanwhile
    }
  }

  private lastWords(): string {
    const lines = readFileSync(this.plan.logFile, 'utf8').trimEnd().split('\n').slice(-3).join(' | ');
    return `see ${this.plan.logFile} (${lines.slice(-400) || 'empty'})`;
  }
}
