import type { FarAnswer, FarRequest, FarSystem } from './far-client.js';

/** An invoice that the integrator has, and what the authority says of it. */
export interface TakenInvoice {
  readonly ettn: string;
  readonly number: string;
  readonly decidedAt: number;
  readonly isAccepted: boolean;
}

/** What the authority decides in a run. */
export interface AuthorityHabits {
  /** From the arrival of an invoice to its decision; milliseconds. */
  readonly decidesAfterMs: number;
  /** Whether it refuses for good what it gets. */
  readonly refuses: boolean;
}

/** An integrator with the tax authority behind it: each invoice once, by its ETTN. */
export class ModelIntegrator implements FarSystem {
  readonly name = 'integrator';
  readonly taken = new Map<string, TakenInvoice>();
  /** Numbers that came with another ETTN than before. */
  readonly conflicts: string[] = [];

  constructor(
    private readonly habits: AuthorityHabits,
    private readonly now: () => number,
  ) {}

  take({ method, path, headers }: FarRequest): FarAnswer {
    const last = decodeURIComponent(path.split('/').at(-1) ?? '');
    if (path.includes('/v1/receivers/')) return { status: 200, json: { taxId: last, registered: false } };
    if (method === 'GET') {
      const invoice = this.taken.get(last);
      return invoice ? { status: 200, json: this.shown(invoice) } : { status: 404, json: { code: 'invoice-not-found' } };
    }
    const [ettn, number] = [headers['x-ettn'] ?? '', headers['x-invoice-number'] ?? ''];
    const known = this.taken.get(ettn);
    if (known) return { status: 200, json: this.shown(known) };
    if ([...this.taken.values()].some((one) => one.number === number)) this.conflicts.push(number);
    const invoice = { ettn, number, decidedAt: this.now() + this.habits.decidesAfterMs, isAccepted: !this.habits.refuses };
    this.taken.set(ettn, invoice);
    return { status: 202, json: this.shown(invoice) };
  }

  private shown({ ettn, number, decidedAt, isAccepted }: TakenInvoice): object {
    if (this.now() < decidedAt) return { ettn, number, status: 'queued', code: 1000, detail: '' };
    const at = new Date(decidedAt).toISOString();
    if (isAccepted) return { ettn, number, status: 'accepted', code: 1300, detail: '', decidedAt: at };
    return { ettn, number, status: 'refused', code: 1180, detail: 'refused by the authority', decidedAt: at };
  }
}
