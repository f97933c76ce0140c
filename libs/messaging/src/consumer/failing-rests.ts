import { FailureShare } from './failure-share.js';
import { restDelaysMs } from './retry-policy.js';

/** Above this part of the latest 200 messages it is the release that is bad, not the messages. */
const FAILING_SHARE = 0.5;
/** With so many messages it is tried whether they still fail. */
const PROBE = 20;

/**
 * Has a consumer rest where most messages fail, so that a bad release does not hold a whole topic dead.
 *
 * After a rest it is tried with a few messages: while most of them fail, too, it rests again, up to 30 s.
 */
export class FailingRests {
  private readonly failures = new FailureShare();
  private readonly ofChunk = { handled: 0, failed: 0 };
  private rests = 0;

  /** From 0 to 1. */
  get share(): number {
    return this.failures.share;
  }

  /** How many messages may be taken at once. */
  get chunkAtMost(): number | undefined {
    return this.rests > 0 ? PROBE : undefined;
  }

  succeeded(count: number): void {
    this.failures.succeeded(count);
    this.ofChunk.handled += count;
  }

  failedOnce(): void {
    this.failures.failedOnce();
    this.ofChunk.failed += 1;
  }

  /** For how long to rest before the next chunk, if at all; milliseconds. */
  afterChunk(): number | undefined {
    const { handled, failed } = this.ofChunk;
    this.ofChunk.handled = this.ofChunk.failed = 0;
    if (this.rests > 0 && handled + failed === 0) return undefined;
    const isFailing = this.rests > 0 ? failed > (handled + failed) * FAILING_SHARE : this.share > FAILING_SHARE;
    if (this.rests === 0 && !isFailing) return undefined;
    this.failures.forget();
    if (!isFailing) {
      this.rests = 0;
      return undefined;
    }
    return restDelaysMs[Math.min(this.rests++, restDelaysMs.length - 1)];
  }
}
