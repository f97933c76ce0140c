import type { FarAnswer, FarRequest, FarSystem } from './far-client.js';

/** An invoice that the integrator has, and what the authority says of it. */
export interface TakenInvoice {
  readonly ettn: string;
  readonly number: string;
  readonly content: string;
  readonly decidedAt: number;
  readonly decision: Decision;
}

/** What the authority says: it has it, refuses it for good, or for its form, so that it may come again with another content. */
export type Decision = 'accepted' | 'refused' | 'malformed';

const CODE: Readonly<Record<Decision, number>> = { accepted: 1300, refused: 1180, malformed: 1150 };

/** What the authority decides in a run. */
export interface AuthorityHabits {
  /** From the arrival of an invoice to its decision; milliseconds. */
  readonly decidesAfterMs: number;
  /** Whether it refuses for good what it gets. */
  readonly refuses: boolean;
  /** How many it refuses at first for their form. */
  readonly malformedAtFirst: number;
}

/** An integrator with the tax authority behind it: each invoice once, by its ETTN; after a refusal of its form once more. */
export class ModelIntegrator implements FarSystem {
  readonly name = 'integrator';
  readonly taken = new Map<string, TakenInvoice>();
  /** Numbers that came with another ETTN than before. */
  readonly conflicts: string[] = [];
  private malformed = 0;

  constructor(
    private readonly habits: AuthorityHabits,
    private readonly now: () => number,
  ) {}

  take({ method, path, headers, body: content = '' }: FarRequest): FarAnswer {
    const last = decodeURIComponent(path.split('/').at(-1) ?? '');
    if (path.includes('/v1/receivers/')) return { status: 200, json: { taxId: last, registered: false } };
    if (method === 'GET') {
      const invoice = this.taken.get(last);
      return invoice ? { status: 200, json: this.shown(invoice) } : { status: 404, json: { code: 'invoice-not-found' } };
    }
    const [ettn, number] = [headers['x-ettn'] ?? '', headers['x-invoice-number'] ?? ''];
    const known = this.taken.get(ettn);
    if (known?.content === content) return { status: 200, json: this.shown(known) };
    if (known && !(known.decision === 'malformed' && this.now() >= known.decidedAt)) {
      return { status: 409, json: { code: 'ettn-used', detail: 'The ETTN was used with another content.' } };
    }
    if ([...this.taken.values()].some((one) => one.ettn !== ettn && one.number === number)) this.conflicts.push(number);
    const invoice = { ettn, number, content, decidedAt: this.now() + this.habits.decidesAfterMs, decision: this.decide() };
    this.taken.set(ettn, invoice);
    return { status: 202, json: this.shown(invoice) };
  }

  private decide(): Decision {
    const { malformedAtFirst, refuses } = this.habits;
    if ((this.malformed += 1) <= malformedAtFirst) return 'malformed';
    return refuses ? 'refused' : 'accepted';
  }

  private shown({ ettn, number, decidedAt, decision }: TakenInvoice): object {
    if (this.now() < decidedAt) return { ettn, number, status: 'queued', code: 1000, detail: '' };
    const at = new Date(decidedAt).toISOString();
    const code = CODE[decision];
    if (decision === 'accepted') return { ettn, number, status: 'accepted', code, detail: '', decidedAt: at };
    return { ettn, number, status: 'refused', code, detail: 'refused by the authority', decidedAt: at };
  }
}
