/** How many of the latest messages are looked at. */
export const FAILURE_WINDOW = 200;

/** Which part of the latest 200 messages failed: over half of them means a bad release rather than bad messages. */
export class FailureShare {
  private readonly latest: boolean[] = [];
  private at = 0;
  private failed = 0;

  /** Knows nothing from here on. */
  forget(): void {
    this.latest.length = 0;
    this.at = 0;
    this.failed = 0;
  }

  succeeded(count: number): void {
    for (let left = Math.min(count, FAILURE_WINDOW); left > 0; left -= 1) this.add(false);
  }

  failedOnce(): void {
    this.add(true);
  }

  /** From 0 to 1; 0 before there were that many messages. */
  get share(): number {
    return this.latest.length < FAILURE_WINDOW ? 0 : this.failed / FAILURE_WINDOW;
  }

  private add(isFailure: boolean): void {
    if (this.latest[this.at]) this.failed -= 1;
    if (isFailure) this.failed += 1;
    this.latest[this.at] = isFailure;
    this.at = (this.at + 1) % FAILURE_WINDOW;
  }
}
