import type { DatabaseTransaction } from '@kervan/messaging';
import type { FileProblem } from '../take-interchange/file-problem.js';
import type { InterchangeState } from '../take-interchange/interchange.repository.js';
import type { MessageState } from '../take-interchange/record-messages.js';

/** An interchange in a list. */
export interface ListedInterchange {
  readonly id: string;
  readonly partner: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly controlReference: string | null;
  readonly test: boolean;
  readonly state: InterchangeState;
  /** The interchange that this one repeats. */
  readonly repeats: string | null;
  readonly receivedAt: Date;
  readonly problem: FileProblem | null;
}

/** An interchange with all that came of it. */
export interface ToldInterchange extends ListedInterchange {
  readonly messages: readonly {
    readonly id: string;
    readonly position: number;
    readonly reference: string;
    readonly type: string;
    readonly state: MessageState;
    readonly findings: readonly unknown[];
    readonly orderId: string | null;
    readonly orderNumber: string | null;
  }[];
  /** The CONTRL that it is answered, of the interchange that it repeats where it has none of its own. */
  readonly acknowledgement: {
    readonly fileName: string;
    readonly controlReference: string;
    readonly owedSince: Date;
    readonly writtenAt: Date | null;
  } | null;
}

/** What a list is asked for. */
export interface AskedInterchanges {
  readonly partner?: string | undefined;
  readonly state?: InterchangeState | undefined;
  readonly after?: readonly [string, string] | undefined;
  readonly limit: number;
}

const columns = `id, partner, file_name AS "fileName", bytes::float8 AS bytes, sender, recipient,
  control_reference AS "controlReference", test, state, repeats, received_at AS "receivedAt", problem`;

/** A page of interchanges, the latest first. */
export function listInterchanges(
  db: DatabaseTransaction,
  { partner, state, after, limit }: AskedInterchanges,
): Promise<ListedInterchange[]> {
  return db.query<ListedInterchange>(
    `SELECT ${columns} FROM edi_interchange
     WHERE ($1::text IS NULL OR partner = $1) AND ($2::text IS NULL OR state = $2)
       AND ($3::timestamptz IS NULL OR (received_at, id) < ($3, $4::uuid))
     ORDER BY received_at DESC, id DESC LIMIT $5`,
    [partner, state, after?.[0], after?.[1], limit].map((value) => value ?? null),
  );
}

/** The interchange of that id, with its messages and its acknowledgement. */
export async function tellInterchange(db: DatabaseTransaction, id: string): Promise<ToldInterchange | undefined> {
  const [interchange] = await db.query<ListedInterchange>(`SELECT ${columns} FROM edi_interchange WHERE id = $1`, [id]);
  if (!interchange) return undefined;
  const messages = await db.query<ToldInterchange['messages'][number]>(
    `SELECT one.id, position, reference, type, one.state, findings, order_id AS "orderId", order_number AS "orderNumber"
     FROM edi_message AS one LEFT JOIN edi_order ON edi_order.id = order_id
     WHERE interchange_id = $1 ORDER BY position`,
    [id],
  );
  const [acknowledgement] = await db.query<NonNullable<ToldInterchange['acknowledgement']>>(
    `SELECT file_name AS "fileName", control_reference AS "controlReference", owed_since AS "owedSince",
       written_at AS "writtenAt"
     FROM edi_acknowledgement WHERE interchange_id = $1`,
    [interchange.repeats ?? id],
  );
  return { ...interchange, messages, acknowledgement: acknowledgement ?? null };
}
