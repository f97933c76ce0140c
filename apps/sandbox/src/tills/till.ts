import { randomUUID } from 'node:crypto';
import { THROUGH_AN_OUTAGE, untilKnown, untilSo } from '../delivery/persistence.js';
import { type SalesApi } from './sales-api.js';
import { type RungReceipt, type TillJournal } from './till-journal.js';

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
    let attempt = receipt.attempts.get(sending) ?? 0;
    await untilKnown(async () => {
      attempt += 1;
      const correlationId = randomUUID();
      const sentAt = new Date().toISOString();
      const answer = await this.api.post(body, key, correlationId);
      if (this.signal.aborted) return answer.answer;
      const attempted = { orderNumber, contentHash, sending, attempt, sentAt, correlationId };
      await this.journal.note({ kind: 'answered', ...attempted, ...answer });
      return answer.answer;
    }, this.signal);
  }

  private async cancel(receipt: RungReceipt, saleId: string, key: string): Promise<void> {
    const { orderNumber, contentHash, cancellation, body } = receipt.rung;
    if (receipt.cancellationAnswered) return;
    if (cancellation === 'once-completed') {
      await untilSo(() => this.api.isAtRest(saleId, key), THROUGH_AN_OUTAGE, this.signal);
    }
    let attempt = receipt.cancellationAttempts;
    await untilKnown(async () => {
      attempt += 1;
      const correlationId = randomUUID();
      const sentAt = new Date().toISOString();
      const requestedBy = `branch ${body.branch} till ${body.till}`;
      const { saleId: _same, ...answer } = await this.api.cancel(saleId, requestedBy, key, correlationId);
      if (this.signal.aborted) return answer.answer;
      const attempted = { orderNumber, contentHash, attempt, sentAt, correlationId };
      await this.journal.note({ kind: 'cancellation-answered', ...attempted, ...answer });
      return answer.answer;
    }, this.signal);
  }
}
