import { Injectable, Logger } from '@nestjs/common';

/** The order in which a service starts; it stops in the reverse order. */
export const lifecyclePhases = ['database', 'sender', 'workers', 'consumers', 'http'] as const;

export type LifecyclePhase = (typeof lifecyclePhases)[number];

interface Step {
  readonly phase: LifecyclePhase;
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/**
 * Starts and stops the parts of a service in one fixed order.
 *
 * Start: database, sender, workers, consumers, http. Stop: http, consumers, workers, sender, database. Within a phase,
 * parts start in the order in which they were added and stop in the reverse. A part that fails to start fails the
 * start; a part that fails to stop is logged and the rest is stopped all the same.
 */
@Injectable()
export class Lifecycle {
  private readonly logger = new Logger(Lifecycle.name);
  private readonly starts: Step[] = [];
  private readonly stops: Step[] = [];
  private state: 'new' | 'starting' | 'running' | 'stopping' | 'stopped' = 'new';
  private stopping?: Promise<void>;
  private failure?: Error;
  private whenFailed: (error: Error) => void = () => void this.stop();

  /** Adds a part to be started; must be called before {@link start}, at best in a constructor or module hook. */
  onStart(phase: LifecyclePhase, name: string, start: () => void | Promise<void>): void {
    this.starts.push({ phase, name, run: start });
  }

  /** Adds a part to be stopped. */
  onStop(phase: LifecyclePhase, name: string, stop: () => void | Promise<void>): void {
    this.stops.push({ phase, name, run: stop });
  }

  /**
   * Tells that a part has ended for good, so that nothing but a new process helps: fails the start, or has the service
   * stopped and its process ended with 1. Nothing more is told than the first failure, and none while it stops.
   */
  fail(error: Error): void {
    if (this.failure || this.draining) return;
    this.failure = error;
    if (this.running) this.whenFailed(error);
  }

  /** Replaces what a failure does once everything runs, which is to {@link stop}. */
  onFailure(handle: (error: Error) => void): void {
    this.whenFailed = handle;
  }

  /** True once every part has started and until the stop begins. */
  get running(): boolean {
    return this.state === 'running';
  }

  /** True from the first moment of the stop. */
  get draining(): boolean {
    return this.state === 'stopping' || this.state === 'stopped';
  }

  /** Starts every part, one after another. @throws what a part throws or has failed by; what has started stays to be stopped. */
  async start(): Promise<void> {
    this.state = 'starting';
    for (const phase of lifecyclePhases) {
      for (const step of this.starts.filter((one) => one.phase === phase)) {
        if (this.draining) return;
        await step.run();
        if (this.failure) throw this.failure;
      }
    }
    if (this.state === 'starting') this.state = 'running';
  }

  /** Stops every part, one after another; calling it again waits for the same stop. Never throws. */
  stop(): Promise<void> {
    this.state = this.state === 'stopped' ? 'stopped' : 'stopping';
    this.stopping ??= this.stopInOrder();
    return this.stopping;
  }

  private async stopInOrder(): Promise<void> {
    for (const phase of lifecyclePhases.toReversed()) {
      for (const step of this.stops.filter((one) => one.phase === phase).toReversed()) {
        try {
          await step.run();
        } catch (error) {
          this.logger.error({ msg: 'a part did not stop cleanly', phase, part: step.name, err: error });
        }
      }
    }
    this.state = 'stopped';
  }
}
