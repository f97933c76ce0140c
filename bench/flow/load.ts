import { setTimeout as pause } from 'node:timers/promises';
import type { LoadedSale, LoadState } from './load-protocol.js';
import { type Sale, saleNumber } from './sales.js';
import type { TillClient } from './till-client.js';
import type { OrderOutcome } from './outcomes.js';

/** The plain key of a branch. */
export interface TillKey {
  readonly branch: string;
  readonly key: string;
}

const AGAIN_MS = 250;
const LATER = new Set([408, 409, 425, 429, 503]);

/** How a load posts. */
export interface LoadManner {
  readonly mostPosting: number;
  /** Whether the answer to a post says that its sale is completed; posts then carry an idempotency key. */
  readonly answeredWhenCompleted: boolean;
}

/** Posts sales and keeps book of what becomes of them. */
export class Load {
  private readonly sales = new Map<string, Omit<LoadedSale, 'completedAt'>>();
  private readonly completedAt = new Map<string, number>();
  private readonly astray = new Set<string>();
  private readonly keys: ReadonlyMap<string, string>;
  private readonly branches: readonly string[];
  private inFlight = 0;
  private posted = 0;
  private posting = 0;
  private repeated = 0;
  private clock: NodeJS.Timeout | undefined;

  constructor(
    private readonly till: TillClient,
    keys: readonly TillKey[],
    /** Told of an answer that no sale of a run may get. */
    private readonly refused: (status: number, code: string) => void,
    private readonly manner: LoadManner,
  ) {
    this.keys = new Map(keys.map(({ branch, key }) => [branch, key]));
    this.branches = keys.map(({ branch }) => branch);
  }

  /** Keeps so many sales on their way from now on; none more with 0. */
  keepInFlight(count: number): void {
    clearInterval(this.clock);
    this.inFlight = count;
    this.fill();
  }

  /** Posts so many sales a second from now on. A till that is kept waiting does not hold up the others. */
  keepPace(perSecond: number): void {
    this.keepInFlight(0);
    const began = performance.now();
    let sent = 0;
    this.clock = setInterval(() => {
      const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
      for (; sent < due; sent += 1) void this.post();
    }, 5);
  }

  /** Notes how an order came to rest. */
  note({ orderId, completed, at }: OrderOutcome): void {
    if (!completed) this.astray.add(orderId);
    else if (!this.completedAt.has(orderId)) this.completedAt.set(orderId, at);
    this.fill();
  }

  state(): LoadState {
    return {
      kind: 'state',
      posted: this.posted,
      accepted: this.sales.size,
      completed: this.completedAt.size,
      astray: this.astray.size,
      repeated: this.repeated,
    };
  }

  all(): LoadedSale[] {
    return [...this.sales].map(([orderId, sale]) => {
      const completedAt = this.completedAt.get(orderId);
      return completedAt === undefined ? sale : { ...sale, completedAt };
    });
  }

  private fill(): void {
    const atRest = this.completedAt.size + this.astray.size;
    const wanted = Math.min(this.inFlight - (this.posted - atRest), this.manner.mostPosting - this.posting);
    for (let n = 0; n < wanted; n += 1) void this.post();
  }

  private async post(): Promise<void> {
    const sale = saleNumber(this.posted, this.branches, new Date());
    this.posted += 1;
    this.posting += 1;
    const sentAt = Date.now();
    const orderId = await this.untilTaken(sale);
    const at = Date.now();
    if (orderId) this.sales.set(orderId, { orderNumber: sale.orderNumber, gross: sale.gross, sentAt, acceptedAt: at });
    this.posting -= 1;
    if (orderId && this.manner.answeredWhenCompleted) this.note({ orderId, completed: true, at });
    else this.fill();
  }

  /** Sends a sale until it is taken, and returns its id; `undefined` when it was refused. */
  private async untilTaken({ body, orderNumber }: Sale): Promise<string | undefined> {
    const key = this.keys.get(body.branch) ?? '';
    const { answeredWhenCompleted } = this.manner;
    for (;;) {
      const answer = await this.till.post(body, key, answeredWhenCompleted ? orderNumber : undefined).catch(() => undefined);
      if (answer?.status === (answeredWhenCompleted ? 200 : 202)) return answer?.body.id;
      if (answer && !LATER.has(answer.status)) {
        this.refused(answer.status, answer.body.code ?? '');
        return undefined;
      }
      this.repeated += 1;
      await pause(AGAIN_MS);
    }
  }
}
