import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type SalesAnswer, type SalesApi } from './sales-api.js';
import { type RungReceipt, type TillJournal } from './till-journal.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
const REST_LOOK_MS = 500;
const REST_LOOKS = 600;

/**
 * What a till does with a rung receipt: it never gives up.
 *
 * The receipt is sent as often as its script says, all at once, each sending again and again until it is accepted or
 * refused; then it is cancelled, where it is to be. Done work is not repeated, so that a receipt can be taken up again
 * after a restart. Ends early, without a note, when the signal fires.
 */
export class Till {
  constructor(
    private readonly journal: TillJournal,
    private readonly api: SalesApi,
    private readonly signal: AbortSignal,
  ) {}

  async settle(receipt: RungReceipt, key: string): Promise<void> {
    const sendings = Array.from({ length: receipt.rung.sends }, (_, index) => index + 1);
    await Promise.all(sendings.map((sending) => this.send(receipt, sending, key)));
    if (receipt.rung.cancellation && receipt.saleId) await this.cancel(receipt, receipt.saleId, key);
  }

  private async send(receipt: RungReceipt, sending: number, key: string): Promise<void> {
    const { orderNumber, contentHash, body } = receipt.rung;
    if (receipt.answered.has(sending)) return;
    const firstAttempt = (receipt.attempts.get(sending) ?? 0) + 1;
    await this.untilKnown(firstAttempt, async (attempt) => {
      const correlationId = randomUUID();
      const sentAt = new Date().toISOString();
      const answer = await this.api.post(body, key, correlationId);
      if (this.signal.aborted) return answer;
      const attempted = { orderNumber, contentHash, sending, attempt, sentAt, correlationId };
      await this.journal.note({ kind: 'answered', ...attempted, ...answer });
      return answer;
    });
  }

  private async cancel(receipt: RungReceipt, saleId: string, key: string): Promise<void> {
    const { orderNumber, contentHash, cancellation, body } = receipt.rung;
    if (receipt.cancellationAnswered) return;
    if (cancellation === 'once-completed') await this.untilAtRest(saleId, key);
    await this.untilKnown(receipt.cancellationAttempts + 1, async (attempt) => {
      const correlationId = randomUUID();
      const sentAt = new Date().toISOString();
      const requestedBy = `branch ${body.branch} till ${body.till}`;
      const { saleId: _same, ...answer } = await this.api.cancel(saleId, requestedBy, key, correlationId);
      if (this.signal.aborted) return answer;
      const attempted = { orderNumber, contentHash, attempt, sentAt, correlationId };
      await this.journal.note({ kind: 'cancellation-answered', ...attempted, ...answer });
      return answer;
    });
  }

  private async untilKnown(firstAttempt: number, send: (attempt: number) => Promise<SalesAnswer>): Promise<void> {
    let wait = FIRST_PAUSE_MS;
    for (let attempt = firstAttempt; !this.signal.aborted; attempt += 1) {
      const { answer } = await send(attempt);
      if (answer !== 'unknown' || this.signal.aborted) return;
      await this.rest(wait);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }

  private async untilAtRest(saleId: string, key: string): Promise<void> {
    for (let look = 0; look < REST_LOOKS && !this.signal.aborted; look += 1) {
      if (await this.api.isAtRest(saleId, key)) return;
      await this.rest(REST_LOOK_MS);
    }
  }

  private rest(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.signal }).catch(() => undefined);
  }
}
