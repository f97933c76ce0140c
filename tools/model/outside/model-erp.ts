import type { FarAnswer, FarRequest, FarSystem } from './far-client.js';

/** A document in the books. */
export interface BookedDocument {
  readonly type: string;
  readonly number: string;
  readonly reference: string;
  readonly orderId: string;
  readonly totals?: { readonly gross: string };
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the ERP promises and refuses in a run. */
export interface ErpHabits {
  /** Whether it knows a call that comes twice by its key; else it books it twice. */
  readonly knowsKeys: boolean;
  /** How long a look-up does not see what was booked; milliseconds. */
  readonly lookupLagMs: number;
  /** Documents that it refuses: kinds. */
  readonly refuses: readonly string[];
  /** Documents that it refuses at first: what their references end with, each with the number of times. */
  readonly refusesAtFirst: ReadonlyMap<string, number>;
  /** Whether it asks its rules before it looks at keys: what it knows by its key has used up what they allow. */
  readonly refusesAgain: boolean;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\/v1\/sales-orders\/[^/]+\/cancellation$/, 'cancellation'],
  [/\/v1\/sales-orders$/, 'sales-order'],
  [/\/v1\/invoices$/, 'invoice'],
  [/\/v1\/payments$/, 'payment'],
];

/** An ERP with books of its own. */
export class ModelErp implements FarSystem {
  readonly name = 'erp';
  books: readonly BookedDocument[] = [];
  private readonly visibleAt = new Map<BookedDocument, number>();
  private readonly byKey = new Map<string, BookedDocument>();
  private readonly refusedSoFar = new Map<string, number>();
  private booked = 0;

  constructor(
    private readonly habits: ErpHabits,
    private readonly now: () => number,
  ) {}

  take({ method, path, query, headers, body }: FarRequest): FarAnswer {
    if (method === 'GET') return this.lookUp(query.get('reference') ?? '');
    const type = KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? 'unknown';
    const document = JSON.parse(body ?? '{}') as BookedDocument['body'];
    if (this.habits.refuses.includes(type) || this.refusesNow(String(document['reference']))) {
      return { status: 422, json: { code: 'article-blocked', detail: 'An article is blocked.' } };
    }
    const key = headers['idempotency-key'] ?? '';
    const known = this.habits.knowsKeys ? this.byKey.get(key) : undefined;
    if (known && this.habits.refusesAgain) return { status: 422, json: { code: 'limit-used-up', detail: 'The limit is used up.' } };
    if (known) return { status: 200, json: shown(known) };
    const booked = this.book(type, document);
    this.byKey.set(key, booked);
    return { status: 201, json: shown(booked) };
  }

  /** Books a document as a person does by hand; the one that he booked under this reference before keeps its number. */
  bookByHand(type: string, body: BookedDocument['body']): BookedDocument {
    const reference = String(body['reference']);
    const former = this.books.find((one) => one.reference === reference);
    this.takeOut(reference);
    return this.book(type, body, former?.number);
  }

  /** A person takes out of the books what he has booked by hand. */
  takeOut(reference: string): void {
    this.books = this.books.filter((one) => one.reference !== reference);
  }

  /** What stands already it does not refuse for this. */
  private refusesNow(reference: string): boolean {
    const kind = reference.split(':')[3] ?? '';
    const times = this.refusedSoFar.get(kind) ?? 0;
    if (times >= (this.habits.refusesAtFirst.get(kind) ?? 0) || this.books.some((one) => one.reference === reference)) return false;
    this.refusedSoFar.set(kind, times + 1);
    return true;
  }

  private book(type: string, body: BookedDocument['body'], number = `N-${(this.booked += 1)}`): BookedDocument {
    const reference = String(body['reference']);
    const { totals, total } = body as { totals?: { gross: string }; total?: string };
    const gross = totals?.gross ?? total;
    const document: BookedDocument = {
      type,
      number,
      reference,
      orderId: reference.split(':')[2] ?? '',
      ...(gross === undefined ? {} : { totals: { gross } }),
      body,
    };
    this.books = [...this.books, document];
    this.visibleAt.set(document, this.now() + this.habits.lookupLagMs);
    return document;
  }

  private lookUp(reference: string): FarAnswer {
    const isVisible = (one: BookedDocument): boolean => (this.visibleAt.get(one) ?? 0) <= this.now();
    const items = this.books.filter((one) => one.reference === reference && isVisible(one)).map(shown);
    return { status: 200, json: { items } };
  }
}

function shown({ type, number, reference, totals }: BookedDocument): object {
  return { type, number, reference, status: 'posted', totals };
}
