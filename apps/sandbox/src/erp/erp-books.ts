import { join } from 'node:path';
import { type Suffering } from '../faults/faults.js';
import { refusal, type Answer } from '../http/answer.js';
import { Ledger } from '../ledger/ledger.js';
import {
  ERP_DOCUMENT,
  type ErpDocumentEntry,
  type ErpDocumentKind,
  type ErpEntry,
  type ErpRefusalEntry,
  type ErpRepeatEntry,
} from './erp-ledger.js';
import { type Refusal } from './erp-rules.js';

/** A document in the books, as look-ups show it. */
export interface ErpDocument {
  readonly kind: ErpDocumentKind;
  readonly number: string;
  readonly reference: string;
  readonly orderNumber: string;
  readonly erpOrderNumber?: string;
  readonly idempotencyKey?: string;
  readonly contentHash: string;
  readonly currency?: unknown;
  readonly totals?: unknown;
  readonly invoiceNumber?: unknown;
  readonly customer?: unknown;
  readonly recordedAt: number;
  status: 'posted' | 'cancelled';
}

const PREFIX: Record<ErpDocumentKind, string> = {
  [ERP_DOCUMENT.salesOrder]: 'SO',
  [ERP_DOCUMENT.invoice]: 'IN',
  [ERP_DOCUMENT.payment]: 'PY',
  [ERP_DOCUMENT.cancellation]: 'CN',
};

/** What is to be entered; the books give the number. */
export type NewDocument = Omit<ErpDocumentEntry, 'number'>;

/**
 * The books of the ERP: a reference is used once for ever, and a number is never given twice.
 *
 * A document is in memory from the moment it is decided on and is answered for once its line is on the disk; whoever
 * asks about it in between waits. The state is read back from erp.jsonl at start.
 */
export class ErpBooks {
  private readonly byReference = new Map<string, ErpDocument>();
  private readonly byNumber = new Map<string, ErpDocument>();
  private readonly byKey = new Map<string, ErpDocument>();
  private readonly byOrder = new Map<string, ErpDocument[]>();
  private readonly latest = new Map<string, ErpDocument>();
  private readonly counts = new Map<ErpDocumentKind, number>();
  private ledger: Ledger<ErpEntry>;

  private constructor() {}

  static async open(directory: string): Promise<ErpBooks> {
    const books = new ErpBooks();
    books.ledger = await Ledger.open<ErpEntry>(join(directory, 'erp.jsonl'), (line) => {
      if (line.kind !== 'refusal' && line.kind !== 'repeat') books.enter(line, Date.parse(line.at));
    });
    return books;
  }

  /**
   * Answers for a document that is already known by its idempotency key or its reference, else `undefined`.
   * The same key with the same body gets the first answer again; a known reference is a conflict. That it came is noted.
   */
  known(document: NewDocument): Promise<Answer> | undefined {
    const { kind, idempotencyKey, reference, contentHash } = document;
    const first = idempotencyKey === undefined ? undefined : this.byKey.get(`${kind} ${idempotencyKey}`);
    if (first) {
      const isSame = first.contentHash === contentHash;
      return this.repeat(document, first, isSame ? 'replayed' : 'idempotency-key-reused');
    }
    const known = this.byReference.get(reference);
    return known && this.repeat(document, known, 'duplicate-reference');
  }

  /** Enters a document under the next number of its kind and answers 201 once it is on the disk. */
  async post(document: NewDocument): Promise<Answer> {
    const number = this.nextNumber(document.kind);
    const entry: ErpDocumentEntry = { ...document, number };
    const entered = this.enter(entry, Date.now());
    await this.ledger.append(entry);
    return { status: 201, body: shown(entered) };
  }

  /** Notes a refusal and answers 422. */
  async refuse(refused: Omit<ErpRefusalEntry, 'kind' | 'code' | 'detail'>, reason: Refusal): Promise<Answer> {
    await this.ledger.append({ kind: 'refusal', ...refused, ...reason });
    return refusal(422, reason.code, reason.detail);
  }

  /** The document of a number, if it is of that kind. */
  numbered(kind: ErpDocumentKind, number: string): ErpDocument | undefined {
    const document = this.byNumber.get(number);
    return document?.kind === kind ? document : undefined;
  }

  /** The documents that belong to a sales order. */
  ofOrder(erpOrderNumber: string, kind: ErpDocumentKind): readonly ErpDocument[] {
    return (this.byOrder.get(erpOrderNumber) ?? []).filter((document) => document.kind === kind);
  }

  /** The latest document of a kind for an order of this number, as the seller's own numbers go. */
  latestFor(orderNumber: string, kind: ErpDocumentKind): ErpDocument | undefined {
    return this.latest.get(`${kind} ${orderNumber}`);
  }

  orderNumberOf(reference: string): string | undefined {
    return this.byReference.get(reference)?.orderNumber;
  }

  /**
   * The documents of a reference that are older than `lagMs`, answered for once they are on the disk; whatever was entered
   * last under another one, where the books are to mix them up.
   */
  async lookUp(reference: string, { lagMs, mixesUp }: Pick<Suffering, 'lagMs' | 'mixesUp'>): Promise<Answer> {
    const document = mixesUp ? this.latestBut(reference) : this.byReference.get(reference);
    await this.ledger.drained();
    const visible = document && document.recordedAt <= Date.now() - lagMs;
    return { status: 200, body: { items: visible ? [shown(document)] : [] } };
  }

  close(): Promise<void> {
    return this.ledger.close();
  }

  private async repeat(document: NewDocument, known: ErpDocument, answer: ErpRepeatEntry['answer']): Promise<Answer> {
    const { kind: repeated, reference, orderNumber, idempotencyKey, correlationId, traceparent } = document;
    const request = { reference, orderNumber, idempotencyKey, correlationId, traceparent };
    await this.ledger.append({ kind: 'repeat', repeated, number: known.number, ...request, answer });
    return answerTo(answer, known);
  }

  private latestBut(reference: string): ErpDocument | undefined {
    return [...this.byReference.values()].findLast((document) => document.reference !== reference);
  }

  private nextNumber(kind: ErpDocumentKind): string {
    return `${PREFIX[kind]}-${String((this.counts.get(kind) ?? 0) + 1).padStart(7, '0')}`;
  }

  private enter(entry: ErpDocumentEntry, recordedAt: number): ErpDocument {
    const { kind, number, reference, orderNumber, erpOrderNumber, idempotencyKey, contentHash } = entry;
    const { currency, totals, total, invoiceNumber, customer } = entry.body as Record<string, unknown>;
    const document: ErpDocument = {
      kind,
      number,
      reference,
      orderNumber,
      erpOrderNumber,
      idempotencyKey,
      contentHash,
      currency,
      totals: totals ?? (total === undefined ? undefined : { gross: total }),
      invoiceNumber,
      customer,
      recordedAt,
      status: 'posted',
    };
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.byReference.set(reference, document);
    this.byNumber.set(number, document);
    this.latest.set(`${kind} ${orderNumber}`, document);
    if (idempotencyKey !== undefined) this.byKey.set(`${kind} ${idempotencyKey}`, document);
    if (erpOrderNumber !== undefined) this.attach(document, erpOrderNumber);
    return document;
  }

  private attach(document: ErpDocument, erpOrderNumber: string): void {
    this.byOrder.set(erpOrderNumber, [...(this.byOrder.get(erpOrderNumber) ?? []), document]);
    const order = this.byNumber.get(erpOrderNumber);
    if (order && document.kind === ERP_DOCUMENT.cancellation) order.status = 'cancelled';
  }
}

function answerTo(answer: ErpRepeatEntry['answer'], document: ErpDocument): Answer {
  switch (answer) {
    case 'replayed':
      return { status: 200, body: shown(document), headers: { 'idempotency-replayed': 'true' } };
    case 'idempotency-key-reused':
      return refusal(422, answer, 'The idempotency key was used with another body.');
    case 'duplicate-reference': {
      const { number } = document;
      return { status: 409, body: { code: answer, detail: `The reference is already used by ${number}.`, number } };
    }
  }
}

/** Like many an ERP it sends the customer back to whoever has just named him. */
function shown({ kind, number, reference, orderNumber, status, currency, totals, customer }: ErpDocument): object {
  return { type: kind, number, reference, orderNumber, status, currency, totals, customer };
}
