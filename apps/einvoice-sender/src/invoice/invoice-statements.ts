import { DisputeCode } from '../ports/integrator.js';

/** The conditions under which an invoice may change its state, and the statements built with them. */
export interface InvoiceStatements {
  /** Waits for who is just changing the rows: what is found beside them afterwards is as new as they are. */
  readonly lock: string;
  readonly beginTransmissions: string;
  readonly bringHome: string;
  readonly void: string;
}

/**
 * A transmission whose command was withdrawn has never left the house.
 *
 * A command is begun with the transmission that it awaits, and every other end of it ends that, too, or leaves it to a
 * later command. So one that is known no more, having been forgotten long after its end, was withdrawn. The row has to
 * be locked by a statement before: one that waits for it would see a command that began meanwhile as not there.
 */
const neverSent = `
  state = 'transmitting'
  AND NOT EXISTS (SELECT FROM command c WHERE c.command_id = transmit_command_id AND c.state <> 'withdrawn')`;

/** Whether the integrator was last said to have something else under the ETTN, which the authority may have accepted. */
export const hasDispute = `(code IS NOT DISTINCT FROM '${DisputeCode.ettnUsed}')`;

/**
 * Whether it is only a person's word that the integrator does not have what was sent of the invoice. It holds until the
 * integrator has taken the invoice, or was asked; that it has something else may be of what was there before.
 */
export const isGivenUp = `(given_up_at IS NOT NULL)`;

/** Whether the authority may have an invoice that is not under way: before its number is voided the integrator is asked. */
export const isInDoubt = `((state = 'refused' AND ${hasDispute}) OR (state IN ('issued', 'correctable', 'refused') AND ${isGivenUp}))`;

/** What an invoice says, for a comparison. */
export const claim = `json_build_object('buyerTaxId', buyer_tax_id, 'currency', currency, 'grossMinor', gross_minor)`;

/** What an invoice was before a transmission that never happened: one that was refused before has the code of that. */
export const stateBefore = `CASE WHEN code IS NULL THEN 'issued' WHEN ${hasDispute} THEN 'refused' ELSE 'correctable' END`;

/** What nobody outside has, or has taken; and what is disputed: whatever is sent then, the integrator keeps what it has. */
export const mayBeTransmitted = `(state IN ('issued', 'correctable') OR (state = 'refused' AND ${hasDispute}) OR ${neverSent})`;

/** What the authority does not have: a number refused for good is voided too, but none that is disputed or was given up. */
export const mayBeVoided = `((state IN ('issued', 'correctable', 'refused') OR ${neverSent}) AND NOT ${hasDispute} AND NOT ${isGivenUp})`;

/** Statements with conditions of one's own; the service's are {@link invoiceStatements}. */
export function buildStatements(
  conditions: { mayBeTransmitted?: string; mayBeRewritten?: string; mayBeVoided?: string } = {},
): InvoiceStatements {
  return {
    lock: 'SELECT FROM invoice WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id FOR UPDATE',
    beginTransmissions: `
      UPDATE invoice i SET state = 'transmitting', transmit_command_id = wanted.command, taken_at = NULL
      FROM unnest($1::uuid[], $2::char(16)[], $3::uuid[]) AS wanted (of_order, under, command)
      WHERE i.order_id = wanted.of_order AND i.number = wanted.under
        AND ${conditions.mayBeTransmitted ?? mayBeTransmitted}
      RETURNING wanted.command AS "commandId", i.order_id AS "orderId", i.number, i.ettn, i.profile,
                i.receiver_alias AS "receiverAlias", code IS NOT NULL OR ${isGivenUp} AS "isResent",
                ${isGivenUp} AS "isGivenUp", ${hasDispute} AS "isDisputed", ${hasDispute} AND detail IS NOT NULL AS "isInsistedOn",
                ${claim} AS claim`,
    bringHome: `
      UPDATE invoice SET state = ${stateBefore}
      WHERE order_id = $1 AND ${conditions.mayBeRewritten ?? mayBeTransmitted}
      RETURNING number`,
    void: `
      UPDATE invoice SET state = 'void', voided_at = now(), void_reason = $3
      WHERE order_id = $1 AND number = $2 AND ${conditions.mayBeVoided ?? mayBeVoided}
      RETURNING voided_at AS "voidedAt"`,
  };
}

/** The service's own statements. */
export const invoiceStatements = buildStatements();
