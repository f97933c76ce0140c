import { urlOf, type Installation } from '../platform/services.js';

/** A fault of the outside world; each is described in the sandbox's README. */
export interface OutsideFault {
  readonly target: 'erp' | 'integrator';
  readonly kind:
    | 'delay' | 'error-before' | 'error-after' | 'cut-after' | 'too-many' | 'refuse' | 'conflict' | 'error-in-success' | 'html'
    | 'lookup-lag' | 'lookup-hides' | 'lookup-mixes-up';
  readonly operation?: string;
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly written?: boolean;
  readonly match?: { readonly stands: true };
}

/** What every channel is to send. */
export interface MorningPlan {
  readonly orders: number;
  readonly seed: number;
  /** Orders a second, over all channels. */
  readonly rate: number;
}

const FEWEST = { sales: 60, shopOrders: 40, ediOrders: 5 };
const SHARE_OF_SHOPS = 0.45;
const SHARE_OF_PARTNER = 0.03;

/** The switches of the sandbox: what it sends, and what it makes the services suffer. */
export class SandboxControl {
  private readonly url: string;

  constructor(installation: Pick<Installation, 'ports'>) {
    this.url = `${urlOf('sandbox', installation)}/control`;
  }

  /** Has tills, shops, partner and bank send so many orders, all channels all the time; goes on in the background. */
  async begin({ orders, seed, rate }: MorningPlan): Promise<void> {
    const shopOrders = Math.max(FEWEST.shopOrders, Math.round(orders * SHARE_OF_SHOPS));
    const ediOrders = Math.max(FEWEST.ediOrders, Math.round(orders * SHARE_OF_PARTNER));
    const sales = Math.max(FEWEST.sales, orders - shopOrders - ediOrders);
    await this.ask('POST', 'morning', { sales, shopOrders, ediOrders, seed, rate: rate / 2, steady: true });
  }

  /** Whether something is still to be sent, or has no answer yet. */
  async isPlaying(): Promise<boolean> {
    return ((await this.ask('GET', 'morning')) as { state: string }).state === 'playing';
  }

  async suffer(...faults: readonly OutsideFault[]): Promise<void> {
    for (const fault of faults) await this.ask('POST', 'faults', fault);
  }

  /** The faults that are switched on, each with how often it is still to be met. */
  async suffered(): Promise<readonly OutsideFault[]> {
    return ((await this.ask('GET', 'faults')) as { items: OutsideFault[] }).items;
  }

  /** Switches every fault off. */
  async recover(): Promise<void> {
    await this.ask('DELETE', 'faults');
  }

  /** How many requests the ERP has had since the sandbox was started, and how many of them to book a payment. */
  async erpCalls(): Promise<{ readonly all: number; readonly payments: number }> {
    const { erp = {} } = (await this.ask('GET', 'counts')) as { erp?: Record<string, { requests: number }> };
    const all = Object.values(erp).reduce((sum, { requests }) => sum + requests, 0);
    return { all, payments: erp['post-payment']?.requests ?? 0 };
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/${path}`, {
      method,
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`/control/${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
