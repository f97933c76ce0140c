import type { Queryable } from '../transaction/output-statements.js';
import {
  canonicalJson, type ChainBreak, chained, type ChainHead, type ChainLink, chainStart, faultOf,
} from './audit-chain.js';
import { type AuditStatements, auditStatements, linkOf } from './audit-statements.js';

/** What a person did. */
export interface AuditedAct {
  /** In kebab-case, such as `redrive`. */
  readonly act: string;
  /** What it was done to: what kind of thing it is, and its id in the service. */
  readonly subject: { readonly kind: string; readonly id: string };
  readonly by: string;
  readonly reason?: string | undefined;
  /** Ids, codes, names of fields, hashes; never content of messages, personal data or secrets: it is kept for ever. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** What was done, with its place in the chain. */
export type AuditEntry = ChainLink;

/** Which entries are wanted; what is left out does not matter. */
export interface AuditFilter {
  readonly act?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  /** The id of what it was done to, or of the order to which that belongs, as `orderId` or `orderKey` of the detail tells. */
  readonly about?: string | undefined;
  readonly by?: string | undefined;
  /** No sooner than this instant. */
  readonly from?: string | undefined;
  /** Before this instant. */
  readonly to?: string | undefined;
}

/** What a look at the whole chain has shown. */
export interface AuditVerification {
  readonly intact: boolean;
  readonly entries: number;
  /** The last entry: whoever keeps it elsewhere can tell later whether anything up to it was changed or cut off. */
  readonly head: ChainHead;
  /** The first few places at which the chain is broken. */
  readonly breaks: readonly ChainBreak[];
  /** Whether the chain holds the place that the caller had kept; only where one was given. */
  readonly holdsKept?: boolean;
}

const AT_ONCE = 1_000;
const MAX_BREAKS = 20;

/**
 * What persons did in this service, and why: only ever added to, each entry chained to the one before by its hash.
 *
 * An entry that is altered, dropped, put in between or moved is found by {@link verify}; entries cut off at the end, or
 * a chain that was written anew as a whole, only by who has kept its head elsewhere.
 */
export class AuditLog {
  constructor(
    private readonly db: Queryable,
    private readonly statements: AuditStatements = auditStatements,
  ) {}

  /**
   * Records an act in its own transaction, so that both commit or none.
   *
   * Give it as the last statement: until the commit nobody else records an act in this service.
   */
  record(db: Queryable, act: AuditedAct): Promise<void> {
    return this.recordAll(db, [act]);
  }

  /** Records several acts at once, in their order. */
  async recordAll(db: Queryable, acts: readonly AuditedAct[]): Promise<void> {
    if (acts.length === 0) return;
    await this.statements.lock(db);
    const { at, ...start } = await this.statements.head(db);
    let head: ChainHead = start.seq === null ? chainStart : start;
    const links: ChainLink[] = [];
    for (const { act, subject, by, reason = null, detail = {} } of acts) {
      const link = chained(head, { at, act, subject, by, reason, detail: JSON.parse(canonicalJson(detail)) as unknown });
      links.push(link);
      head = link;
    }
    await this.statements.append(db, links);
  }

  /** One page, the latest first; `next` is where the following one goes on. */
  async list(
    filter: AuditFilter,
    { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<{ items: AuditEntry[]; next?: string }> {
    const { act, subjectKind, subjectId, about, by, from, to } = filter;
    const wanted = [act, subjectKind, subjectId, about, by, from, to, after].map((value) => value ?? null);
    const items = (await this.statements.page(this.db, [...wanted, limit + 1])).map(linkOf);
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    return items.length > limit && last ? { items: shown, next: last.seq } : { items: shown };
  }

  /** What was done to one thing, the first act first. */
  async of({ kind, id }: AuditedAct['subject']): Promise<AuditEntry[]> {
    return (await this.statements.ofSubject(this.db, kind, id)).map(linkOf);
  }

  /** Reads the whole chain and tells whether it is unbroken, and whether it holds a place that was `kept` elsewhere. */
  async verify(kept?: ChainHead): Promise<AuditVerification> {
    const breaks: ChainBreak[] = [];
    let head = chainStart;
    let entries = 0;
    let holdsKept = kept?.seq === chainStart.seq && kept.hash === chainStart.hash;
    for (;;) {
      const rows = await this.statements.read(this.db, head.seq, AT_ONCE);
      for (const entry of rows.map(linkOf)) {
        const code = faultOf(head, entry);
        if (code !== undefined && breaks.length < MAX_BREAKS) breaks.push({ seq: entry.seq, code });
        head = { seq: entry.seq, hash: entry.hash };
        holdsKept ||= kept?.seq === head.seq && kept.hash === head.hash;
      }
      entries += rows.length;
      if (rows.length === 0) break;
    }
    const intact = breaks.length === 0 && (kept === undefined || holdsKept);
    return { intact, entries, head, breaks, ...(kept ? { holdsKept } : {}) };
  }
}
