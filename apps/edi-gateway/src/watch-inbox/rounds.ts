import type { Health } from '@kervan/service-host';
import { Logger } from '@nestjs/common';

/** Rounds that have done nothing for so long hang: a restart of the process would mend them. */
const SILENT_MS = 90_000;

/**
 * Does something again and again, a while after it has ended; a round that fails is logged and the next comes all the
 * same.
 */
export class Rounds {
  private readonly logger = new Logger(Rounds.name);
  private stopping = false;
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private progressAt = performance.now();

  constructor(
    private readonly what: string,
    private readonly everyMs: number,
    private readonly round: () => Promise<void>,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends after the round in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Whether the round in hand should come to its end. */
  get isEnding(): boolean {
    return this.stopping;
  }

  /** Tells that a part of a long round is done. */
  progressed(): void {
    this.progressAt = performance.now();
  }

  /** Not ok, for that reason, once nothing has been done for long, nor a round ended. */
  health(reason: string): Health {
    return performance.now() - this.progressAt < SILENT_MS ? { ok: true } : { ok: false, reason };
  }

  private async run(): Promise<void> {
    try {
      await this.round();
    } catch (error) {
      this.logger.error({ msg: 'a round failed; the next does its work', what: this.what, err: error });
    }
    this.progressed();
    if (!this.stopping) this.timer = setTimeout(() => this.start(), this.everyMs);
  }
}
