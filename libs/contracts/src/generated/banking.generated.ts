// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
import { recordType, type RecordType } from '../record-type.js';
import { paymentMatchedSchema } from './banking-schemas.generated.js';

/**
 * A payment on a bank statement was matched to the order, and the invoice where there is one, that it pays. Told again
 * of the same entry, then with settlesOrder, where the order was amended since and a person accepts the difference.
 */
export interface PaymentMatched {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Number of the invoice; null where the order was paid before, or without, one. */
  readonly invoiceNumber: string | null;
  /** The amount received for this invoice, in minor units. */
  readonly amountMinor: number;
  /** ISO 4217 code of every amount in this record, three letters. */
  readonly currency: string;
  /** The bank's value date. */
  readonly valueDate: string;
  /**
   * The bank's reference of the statement entry. Two accounts whose statements are numbered alike may have the same:
   * see accountDigest.
   */
  readonly statementReference: string;
  /** When it was matched. */
  readonly matchedAt: string;
  /**
   * Whether the order counts as paid by this, whatever the amount: a person has accepted the difference. False: the
   * amounts decide.
   */
  readonly settlesOrder: boolean;
  /**
   * What was due when the person accepted the difference, in minor units: settlesOrder holds as long as this is what is
   * due. Null: nobody did, or a release told it that does not say how much was due; then it holds for any amount.
   */
  readonly acceptedDueMinor: number | null;
  /**
   * SHA-256, in hex, of the number of our account that the money came to: with statementReference it tells one entry
   * from another. Null: a release told it that does not say; then it may be any account.
   */
  readonly accountDigest: string | null;
}
export const PaymentMatched: RecordType<PaymentMatched> = recordType({
  fullName: 'kervan.banking.PaymentMatched',
  kind: 'event',
  topics: ['banking.payment.events.v1'],
  schema: paymentMatchedSchema,
});
