import { AuditLog, type Cause, type DatabaseTransaction, newId, Transactions } from '@kervan/messaging';
import { problem, type ProblemFinding } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import type { ContentFinding } from '../map-order/findings.js';
import { orderOfMessage, type OrdersContent } from '../map-order/order-of-message.js';
import { recordOrder } from '../map-order/order.repository.js';
import { PartnersFile } from '../partners/partners.file.js';
import { MessageState } from '../take-interchange/record-messages.js';
import type { QuarantineAct } from './quarantine-act.js';
import { quarantineProblems } from './quarantine.problems.js';

/** What the audit log calls a message. */
const MESSAGE = 'edi-message';

interface QuarantinedMessage {
  readonly state: MessageState;
  readonly partner: string;
  readonly interchangeId: string;
  readonly findings: readonly ContentFinding[];
  readonly content: OrdersContent | null;
}

type Kept = QuarantinedMessage & { readonly content: OrdersContent };

/** What a person did. */
interface PersonsAct extends QuarantineAct {
  readonly act: 'release' | 'discard';
}

/** What became of a quarantined message. */
export interface ActOutcome {
  readonly id: string;
  readonly state: MessageState;
  readonly orderId: string | null;
}

/**
 * Ends the quarantine of a message, once, by a person's act.
 *
 * The act with its reason and what was found, its entry in the audit log, the message's state and, on release, the
 * order and OrderPlaced commit together.
 */
@Injectable()
export class ReleaseMessage {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly partners: PartnersFile,
  ) {}

  /**
   * Reads a message once more, by the profile as it is now, and takes its order; one that is recorded by now is told as
   * repeated, whatever the profile says.
   *
   * @throws {Problem} 404; 409 when it is not quarantined any more; 422 while its content cannot be used.
   */
  release(id: string, act: QuarantineAct): Promise<ActOutcome> {
    return this.transactions.run(async (db) => {
      const kept = await lockQuarantined(db, id);
      const { partner: code, interchangeId, content } = kept;
      const partner = this.partners.find(code);
      if (!partner) throw stillUnusable([], 'The partner has no profile any more.');
      const read = orderOfMessage(content, partner, new Date());
      const cause: Cause = {
        id: newId(),
        correlationId: interchangeId,
        acceptedAt: Date.now(),
        source: 'edi-gateway/quarantine',
      };
      const recorded = await recordOrder(db, read, code, cause);
      if (recorded.state === 'unusable') throw stillUnusable(recorded.findings);
      const { state, orderId } = recorded;
      return this.end(db, kept, { act: 'release', ...act }, { id, state, orderId });
    });
  }

  /** Gives a message up. @throws {Problem} 404; 409 when it is not quarantined any more. */
  discard(id: string, act: QuarantineAct): Promise<ActOutcome> {
    return this.transactions.run(async (db) => {
      const kept = await lockQuarantined(db, id);
      return this.end(db, kept, { act: 'discard', ...act }, { id, state: MessageState.discarded, orderId: null });
    });
  }

  private async end(db: DatabaseTransaction, kept: Kept, done: PersonsAct, outcome: ActOutcome): Promise<ActOutcome> {
    const { partner, interchangeId, findings } = kept;
    const { id, state, orderId } = outcome;
    await keepState(db, outcome);
    await keepAct(db, id, done, findings);
    const detail = { partner, interchangeId, state, orderId: orderId ?? undefined };
    await this.audit.record(db, { ...done, subject: { kind: MESSAGE, id }, detail });
    return outcome;
  }
}

async function lockQuarantined(db: DatabaseTransaction, id: string): Promise<Kept> {
  const [message] = await db.query<QuarantinedMessage>(
    `SELECT state, partner, interchange_id AS "interchangeId", findings, content FROM edi_message
     WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!message) throw problem('not-found');
  const { content } = message;
  if (!content) throw quarantineProblems('message-not-quarantined', { detail: `The message is ${message.state}.` });
  return { ...message, content };
}

async function keepState(db: DatabaseTransaction, { id, state, orderId }: ActOutcome): Promise<void> {
  await db.query(
    'UPDATE edi_message SET state = $2, state_since = now(), order_id = $3, content = NULL WHERE id = $1',
    [id, state, orderId],
  );
}

async function keepAct(
  db: DatabaseTransaction,
  id: string,
  { act, by, reason }: PersonsAct,
  findings: readonly ContentFinding[],
): Promise<void> {
  await db.query('INSERT INTO edi_message_act (message_id, act, by, reason, findings) VALUES ($1, $2, $3, $4, $5)', [
    id,
    act,
    by,
    reason,
    JSON.stringify(findings),
  ]);
}

function stillUnusable(findings: readonly ContentFinding[], detail = findings[0]?.detail): Error {
  const errors = findings.map(({ field, code, detail: found, expected, actual }): ProblemFinding => ({
    pointer: `#/${field}`,
    code,
    detail: found,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  }));
  return quarantineProblems('message-still-unusable', { errors, ...(detail !== undefined && { detail }) });
}
