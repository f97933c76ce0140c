import { requestCause } from '@kervan/ingress';
import { AuditLog, type DatabaseTransaction, Transactions } from '@kervan/messaging';
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
  type Act,
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

type Decision = Act & { readonly act: keyof typeof stateAfter };

const stateAfter = { release: QuarantineState.released, discard: QuarantineState.discarded } as const;

/** What the audit log calls a quarantined delivery. */
const DELIVERY = 'quarantined-delivery';

/** What reading a kept delivery again has come to. */
type Again = DeliveryEnd | { readonly findings: readonly ProblemFinding[] };

/**
 * Carries out what a person decides about a quarantined delivery.
 *
 * The decision, its effect on the order, its messages, who made it and its entry in the audit log commit together; of
 * two at a time the first counts. With its end the kept body is cleared.
 */
@Injectable()
export class DecideQuarantined {
  private readonly logger = new Logger(DecideQuarantined.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly shops: ShopsFile,
  ) {}

  /**
   * Reads the kept delivery again, with the shop's profile as it is now, and does what it asks for.
   *
   * A try that comes to nothing is kept with the delivery alone.
   *
   * @throws {Problem} 404; 409 `quarantine-resolved`; 409 `still-unusable` with what is still wrong, which is kept too.
   */
  async release(id: string, deciding: Deciding): Promise<Decided> {
    const again = await this.decideOnce(async (db) => {
      const kept = await openDelivery(db, id);
      const result = await this.takeAgain(db, kept);
      if (isEnd(result)) {
        await this.end(db, kept, { act: 'release', ...deciding, outcome: result.state }, result);
      } else {
        await renewFindings(db, id, result.findings);
        await keepAct(db, id, { act: 'release', ...deciding, outcome: 'still-unusable' });
      }
      return result;
    });
    if (!isEnd(again)) throw webhookProblems('still-unusable', { errors: again.findings });
    return this.decided(id, QuarantineState.released, again);
  }

  /** Gives the delivery up. @throws {Problem} 404; 409 `quarantine-resolved`. */
  async discard(id: string, deciding: Deciding): Promise<Decided> {
    const end: DeliveryEnd = { state: DeliveryState.discarded, quarantineId: id };
    await this.decideOnce(async (db) => {
      const kept = await openDelivery(db, id);
      await this.end(db, kept, { act: 'discard', ...deciding, outcome: end.state }, end);
    });
    return this.decided(id, QuarantineState.discarded, end);
  }

  private decideOnce<T>(work: (db: DatabaseTransaction) => Promise<T>): Promise<T> {
    return inWords(() => this.transactions.run(work));
  }

  private async end(db: DatabaseTransaction, kept: Kept, decision: Decision, reached: DeliveryEnd): Promise<void> {
    const { id, shop } = kept;
    const { act, by, reason, outcome } = decision;
    await resolve(db, id, stateAfter[act]);
    const orderId = await endQuarantined(db, reached);
    await keepAct(db, id, decision);
    const subject = { kind: DELIVERY, id };
    await this.audit.record(db, { act, subject, by, reason, detail: { shop, outcome, orderId } });
  }

  private async takeAgain(db: DatabaseTransaction, kept: Kept): Promise<Again> {
    const profile = this.shops.find(kept.shop)?.profile;
    if (!profile) {
      return { findings: [{ pointer: '#', code: 'shop-unknown', detail: 'The shop has no profile any more.' }] };
    }
    const reading = readDelivery(kept, profile);
    const quarantineId = kept.id;
    if (reading.kind === 'ignored') {
      const { reason, orderNumber } = reading;
      return { state: DeliveryState.ignored, quarantineId, reason, orderNumber };
    }
    if (reading.kind === 'unusable') return { findings: reading.findings };
    const { event } = reading;
    const cause = requestCause('ecommerce-webhooks/POST /v1/quarantine/release');
    const { correlationId } = kept;
    const applied = await applyEvent(db, { profile, event, again: true }, { ...cause, correlationId });
    const { outcome, findings, orderId, orderNumber } = applied;
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
