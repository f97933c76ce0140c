import { Transactions } from '@kervan/messaging';
import { type Page, pageOf, paging, problem, type ProblemFinding } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { maskedBody } from './masked-body.js';
import { type Act, QuarantineState } from './quarantine.repository.js';

/** What an operator asks the quarantine for. */
export const quarantineQuery = z.strictObject({
  shop: z.string().min(1).max(64).optional(),
  state: z.enum(Object.values(QuarantineState)).optional(),
  ...paging,
});

/** A quarantined delivery in the list; no personal data. */
export interface QuarantinedSummary {
  readonly id: string;
  readonly shop: string;
  readonly topic: string;
  readonly deliveryId: string;
  readonly orderNumber: string | null;
  readonly state: QuarantineState;
  readonly receivedAt: Date;
  readonly resolvedAt: Date | null;
  /** What keeps it from being used, each with its place in the body. */
  readonly findings: readonly ProblemFinding[];
  readonly correlationId: string;
}

/** A quarantined delivery with its masked body, until it is resolved, and all that was decided. */
export interface QuarantinedDetails extends QuarantinedSummary {
  readonly acts: readonly (Act & { readonly at: Date })[];
  readonly body: unknown;
}

const columns = `id, shop, topic, delivery_id AS "deliveryId", order_number AS "orderNumber", state,
  received_at AS "receivedAt", resolved_at AS "resolvedAt", findings, correlation_id AS "correlationId"`;

/** Reads of the quarantine. */
@Injectable()
export class QuarantineQueries {
  constructor(private readonly transactions: Transactions) {}

  /** One page, oldest first. */
  page({ shop, state, after, limit }: z.output<typeof quarantineQuery>): Promise<Page<QuarantinedSummary>> {
    return this.transactions.run(async (db) => {
      const items = await db.query<QuarantinedSummary>(
        `SELECT ${columns} FROM quarantined_delivery
         WHERE ($1::text IS NULL OR shop = $1) AND ($2::text IS NULL OR state = $2)
           AND ($3::timestamptz IS NULL OR (received_at, id) > ($3, $4::uuid))
         ORDER BY received_at, id LIMIT $5`,
        [shop, state, after?.[0], after?.[1], limit].map((value) => value ?? null),
      );
      return pageOf(items, limit, ({ receivedAt }) => receivedAt);
    });
  }

  /** @throws {Problem} 404 */
  get(id: string): Promise<QuarantinedDetails> {
    return this.transactions.run(async (db) => {
      const [found] = await db.query<QuarantinedSummary & { readonly body: Buffer | null }>(
        `SELECT ${columns}, body FROM quarantined_delivery WHERE id = $1`,
        [id],
      );
      if (!found) throw problem('not-found');
      const acts = await db.query<QuarantinedDetails['acts'][number]>(
        `SELECT act, actor AS by, reason, outcome, acted_at AS at FROM quarantine_act
         WHERE quarantine_id = $1 ORDER BY id`,
        [id],
      );
      return { ...found, acts, body: found.body === null ? null : (maskedBody(found.body) ?? null) };
    });
  }
}
