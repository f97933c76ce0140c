import type { IntakeLimit } from '@kervan/messaging';
import { Logger } from '@nestjs/common';
import { openCountUpTo } from '../store/open-count.js';
import type { Queryable } from '../store/queryable.js';

/** So many open calls a service has at most unless told, or a chunk more; a target that is away for days leaves the rest in Kafka. */
export const MOST_OPEN_CALLS = 1_000_000;
/** No limit is lower: it would stop what a working target is still to be asked. */
export const FEWEST_OPEN_CALLS = 1_000;

const LOOK_EVERY_MS = 5_000;
/** Intake goes on once there are so much fewer, so that it does not stop and go on with each call that ends. */
const GOES_ON_AT = 0.95;

/**
 * Keeps a service from taking more commands while too many of its calls are open: what comes waits in its topic, which
 * has room for weeks, and nothing before it is slowed down.
 *
 * Counted every 5 s; while it cannot be counted, what was true before holds.
 */
export class CallBacklog implements IntakeLimit {
  private readonly logger = new Logger('Outbound');
  private timer: NodeJS.Timeout | undefined;
  private reached = false;

  constructor(
    private readonly db: Queryable,
    private readonly most = MOST_OPEN_CALLS,
    private readonly lookEveryMs = LOOK_EVERY_MS,
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), this.lookEveryMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  isReached(): boolean {
    return this.reached;
  }

  /** Counts now. Never throws. */
  async look(): Promise<void> {
    const bound = this.reached ? Math.floor(this.most * GOES_ON_AT) : this.most;
    try {
      const reached = (await openCountUpTo(this.db, bound)) > bound;
      if (reached !== this.reached) this.tell(reached);
      this.reached = reached;
    } catch (error) {
      this.logger.warn({ msg: 'open calls could not be counted', err: error });
    }
  }

  private tell(reached: boolean): void {
    if (reached) this.logger.error({ msg: 'too many calls are open: no more commands are taken for now', most: this.most });
    else this.logger.log({ msg: 'fewer calls are open: commands are taken again' });
  }
}
