import { requestCause } from '@kervan/ingress';
import { type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { problem, type ProblemFinding } from '@kervan/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { readDelivery } from '../read-order/read-delivery.js';
import { ShopsFile } from '../shop/shops.file.js';
import { applyEvent } from '../take-delivery/apply-event.js';
import { type DeliveryEnd, endQuarantined } from '../take-delivery/delivery.repository.js';
import { inWords } from '../take-delivery/recording.js';
import { DeliveryState } from '../take-delivery/delivery-state.js';
import { webhookProblems } from '../take-delivery/webhook.problems.js';
import {
  keepAct,
  lockQuarantined,
  type QuarantinedDelivery,
  QuarantineState,
  renewFindings,
  resolve,
} from './quarantine.repository.js';

/** Who decides, and why; both are kept for ever. */
export interface Deciding {
  readonly by: string;
  readonly reason: string;
}

/** What came of a decision about a quarantined delivery. */
export interface Decided {
  readonly id: string;
  readonly state: QuarantineState;
  readonly outcome: DeliveryState;
  readonly orderId?: string | undefined;
  readonly orderNumber?: string | undefined;
}

type Kept = QuarantinedDelivery & { readonly body: Buffer };

/** What reading a kept delivery again has come to. */
type Again = DeliveryEnd | { readonly findings: readonly ProblemFinding[] };

/**
 * Carries out what a person decides about a quarantined delivery.
 *
 * The decision, its effect on the order, its messages and who made it commit together; of two at a time the first
 * counts. With its end the kept body is cleared.
 */
@Injectable()
export class DecideQuarantined {
  private readonly logger = new Logger(DecideQuarantined.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly shops: ShopsFile,
  ) {}

  /**
   * Reads the kept delivery again, with the shop's profile as it is now, and does what it asks for.
   *
   * @throws {Problem} 404; 409 `quarantine-resolved`; 409 `still-unusable` with what is still wrong, which is kept too.
   */
  async release(id: string, deciding: Deciding): Promise<Decided> {
    const again = await this.decideOnce(async (db) => {
      const result = await this.takeAgain(db, await openDelivery(db, id));
      await (isEnd(result) ? resolve(db, id, QuarantineState.released) : renewFindings(db, id, result.findings));
      if (isEnd(result)) await endQuarantined(db, result);
      const outcome = isEnd(result) ? result.state : 'still-unusable';
      await keepAct(db, id, { act: 'release', ...deciding, outcome });
      return result;
    });
    if (!isEnd(again)) throw webhookProblems('still-unusable', { errors: again.findings });
    return this.decided(id, QuarantineState.released, again);
  }

  /** Gives the delivery up. @throws {Problem} 404; 409 `quarantine-resolved`. */
  async discard(id: string, deciding: Deciding): Promise<Decided> {
    const end: DeliveryEnd = { state: DeliveryState.discarded, quarantineId: id };
    await this.decideOnce(async (db) => {
      await openDelivery(db, id);
      await resolve(db, id, QuarantineState.discarded);
      await endQuarantined(db, end);
      await keepAct(db, id, { act: 'discard', ...deciding, outcome: end.state });
    });
    return this.decided(id, QuarantineState.discarded, end);
  }

  private decideOnce<T>(work: (db: DatabaseTransaction) => Promise<T>): Promise<T> {
    return inWords(() => this.transactions.run(work));
  }

  private async takeAgain(db: DatabaseTransaction, kept: Kept): Promise<Again> {
    const profile = this.shops.find(kept.shop)?.profile;
    if (!profile) {
      return { findings: [{ pointer: '#', code: 'shop-unknown', detail: 'The shop has no profile any more.' }] };
    }
    const reading = readDelivery(kept, profile);
    const quarantineId = kept.id;
    if (reading.kind === 'unusable') return { findings: reading.findings };
    if (reading.kind === 'ignored') {
      const { reason, orderNumber } = reading;
      return { state: DeliveryState.ignored, quarantineId, reason, orderNumber };
    }
    const cause = requestCause('ecommerce-webhooks/POST /v1/quarantine/release');
    const { correlationId } = kept;
    const event = { profile, event: reading.event, again: true };
    const { outcome, findings, orderId, orderNumber } = await applyEvent(db, event, { ...cause, correlationId });
    return outcome === 'quarantined' ? { findings } : { state: outcome, quarantineId, orderId, orderNumber };
  }

  private decided(id: string, state: QuarantineState, end: DeliveryEnd): Decided {
    const { state: outcome, orderId, orderNumber } = end;
    this.logger.log({ msg: 'a quarantined delivery was decided about', id, state, outcome, orderId, orderNumber });
    return { id, state, outcome, orderId, orderNumber };
  }
}

function isEnd(again: Again): again is DeliveryEnd {
  return 'state' in again;
}

async function openDelivery(db: DatabaseTransaction, id: string): Promise<Kept> {
  const found = await lockQuarantined(db, id);
  if (!found) throw problem('not-found');
  const { body } = found;
  if (found.state !== QuarantineState.open || body === null) throw webhookProblems('quarantine-resolved');
  return { ...found, body };
}
