import type { Queryable } from '../transaction/output-statements.js';
import { canonicalJson, type ChainHead, type ChainLink } from './audit-chain.js';

/** A row of `audit_entry`. */
export interface AuditRow {
  readonly seq: string;
  readonly at: Date;
  readonly act: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly detail: unknown;
  readonly previous_hash: string;
  readonly hash: string;
}

/** The end of the chain, and the time on the database's clock, to the millisecond. */
export type HeadNow = { readonly at: string } & (ChainHead | { readonly seq: null; readonly hash: null });

/**
 * The statements of the audit log.
 *
 * An object of functions, so that a test can show what each of them is for by leaving it out.
 */
export interface AuditStatements {
  /** Lets one transaction at a time go on, until it has ended. */
  lock(db: Queryable): Promise<void>;
  /** A statement of its own, after the lock: it sees what the holder before has committed. */
  head(db: Queryable): Promise<HeadNow>;
  append(db: Queryable, links: readonly ChainLink[]): Promise<void>;
  /**
   * What is about one thing is found by indexes, however long the log is.
   *
   * @param wanted act, kind and id of the subject, what it is about, author, from, to, after: each null where it does not
   * matter; limit.
   */
  page(db: Queryable, wanted: readonly unknown[]): Promise<AuditRow[]>;
  ofSubject(db: Queryable, kind: string, id: string): Promise<AuditRow[]>;
  /** The entries after a number, in their order. */
  read(db: Queryable, after: string, limit: number): Promise<AuditRow[]>;
}

const COLUMNS = 'seq, at, act, subject_kind, subject_id, actor, reason, detail, previous_hash, hash';

/** Each part by an index of its own; the subject by that of kinds and ids, since kinds are few. */
const ABOUT = `seq = ANY (ARRAY(
  SELECT seq FROM audit_entry WHERE subject_id = $4
  UNION ALL SELECT seq FROM audit_entry WHERE (detail -> 'orderId')::text = to_json($4::text)::text
  UNION ALL SELECT seq FROM audit_entry WHERE (detail -> 'orderKey')::text = to_json($4::text)::text))`;

const pageWhere = (about: string): string => `
  SELECT ${COLUMNS} FROM audit_entry
  WHERE ($1::text IS NULL OR act = $1) AND ($2::text IS NULL OR subject_kind = $2)
    AND ($3::text IS NULL OR subject_id = $3) AND ${about}
    AND ($5::text IS NULL OR actor = $5)
    AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
    AND ($8::bigint IS NULL OR seq < $8)
  ORDER BY seq DESC LIMIT $9`;
const PAGE = pageWhere('$4::text IS NULL');
const PAGE_ABOUT = pageWhere(ABOUT);

export const auditStatements: AuditStatements = {
  async lock(db) {
    await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('audit', 0))`);
  },

  async head(db) {
    const [row] = await db.query<{ at: Date } & (ChainHead | { seq: null; hash: null })>(
      `SELECT clock_timestamp() AS at, e.seq, e.hash
       FROM (SELECT) one LEFT JOIN LATERAL (SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1) e ON true`,
    );
    return { ...row!, at: row!.at.toISOString() };
  },

  async append(db, links) {
    await db.query(
      `INSERT INTO audit_entry (${COLUMNS})
       SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::json[], $9::text[], $10::text[])`,
      [
        links.map(({ seq }) => seq),
        links.map(({ at }) => at),
        links.map(({ act }) => act),
        links.map(({ subject }) => subject.kind),
        links.map(({ subject }) => subject.id),
        links.map(({ by }) => by),
        links.map(({ reason }) => reason),
        links.map(({ detail }) => canonicalJson(detail)),
        links.map(({ previousHash }) => previousHash),
        links.map(({ hash }) => hash),
      ],
    );
  },

  page(db, wanted) {
    const [, , , about] = wanted;
    return db.query<AuditRow>(about === null ? PAGE : PAGE_ABOUT, wanted);
  },

  ofSubject(db, kind, id) {
    return db.query<AuditRow>(
      `SELECT ${COLUMNS} FROM audit_entry WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq`,
      [kind, id],
    );
  },

  read(db, after, limit) {
    return db.query<AuditRow>(`SELECT ${COLUMNS} FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2`, [after, limit]);
  },
};

/** The entry that a row holds. */
export function linkOf(row: AuditRow): ChainLink {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    act: row.act,
    subject: { kind: row.subject_kind, id: row.subject_id },
    by: row.actor,
    reason: row.reason,
    detail: row.detail,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
