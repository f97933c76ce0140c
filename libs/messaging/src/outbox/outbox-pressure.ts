import type { OutboxSender } from './outbox-sender.js';

/** Tells intake to stop: over 5,000 messages wait to be sent, so what comes in now would only wait longer. */
export class OutboxPressure {
  constructor(private readonly sender: OutboxSender) {}

  /** Whether intake is to be refused for now; an HTTP door answers 503 with `Retry-After`. Counted every second. */
  isHigh(): boolean {
    return this.sender.isSaturated();
  }
}
