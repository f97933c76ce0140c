import type { DatabaseTransaction } from '@kervan/messaging';
import { saleProblems } from '../take-sale/sale.problems.js';

/** A caller's own name for one request; see the IETF draft on the Idempotency-Key header. */
export interface IdempotencyKey {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
}

/** What was kept under a key. */
export interface KeptAnswer {
  readonly contentHash: Buffer;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly usedAt: Date;
}

/** @throws {Problem} 400 `idempotency-key-invalid` unless it is 1 to 128 visible ASCII characters, given once. */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(header)) throw saleProblems('idempotency-key-invalid');
  return header;
}

/** What was answered under this key, if anything. */
export async function findKept(db: DatabaseTransaction, key: IdempotencyKey): Promise<KeptAnswer | undefined> {
  const [kept] = await db.query<KeptAnswer>(
    `SELECT content_hash AS "contentHash", status, body, used_at AS "usedAt"
     FROM idempotency_key WHERE principal = $1 AND route = $2 AND key = $3`,
    [key.principal, key.route, key.key],
  );
  return kept;
}

/**
 * Keeps an answer under a key, once: of two requests at a time, the later waits for the transaction of the first.
 *
 * @returns false when the key has been used; what was kept then is visible to a later statement.
 */
export async function keep(
  db: DatabaseTransaction,
  key: IdempotencyKey,
  answer: Omit<KeptAnswer, 'usedAt'>,
): Promise<boolean> {
  const kept = await db.query(
    `INSERT INTO idempotency_key (principal, route, key, content_hash, status, body) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING key`,
    [key.principal, key.route, key.key, answer.contentHash, answer.status, JSON.stringify(answer.body)],
  );
  return kept.length > 0;
}
