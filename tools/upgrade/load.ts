import { urlOf, type Installation } from '../platform/services.js';

/** What every channel sends while it goes on. */
export interface LoadPlan {
  /** Inputs a second of the tills, and as many of the shops. */
  readonly rate: number;
  /** Receipts of a morning; shops sell as many orders less a third, the trading partner and the bank come with each. */
  readonly sales: number;
}

const LOOK_EVERY_MS = 500;
const FEWEST_SALES = 60;
const FEWEST_SHOP_ORDERS = 40;
const EDI_ORDERS = 5;

/** Has the sandbox play one morning after another, in every channel, until it is told to stop. */
export class Load {
  private stopping = false;
  private mornings = 0;
  private readonly playing: Promise<void>;

  private constructor(
    private readonly control: string,
    private readonly plan: LoadPlan,
  ) {
    this.playing = this.play();
    this.playing.catch(() => undefined); // told by stop
  }

  static start(installation: Pick<Installation, 'ports'>, plan: LoadPlan): Load {
    return new Load(`${urlOf('sandbox', installation)}/control/morning`, plan);
  }

  /** Resolves once the last morning has every answer. @throws where the sandbox did not play. */
  async stop(): Promise<{ readonly mornings: number }> {
    this.stopping = true;
    await this.playing;
    return { mornings: this.mornings };
  }

  private async play(): Promise<void> {
    while (!this.stopping) {
      this.mornings += 1;
      await this.begin();
      while (!(await this.isOver())) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  private async begin(): Promise<void> {
    const { rate, sales } = this.plan;
    const shopOrders = Math.max(FEWEST_SHOP_ORDERS, Math.round((sales * 2) / 3));
    const morning = { sales: Math.max(FEWEST_SALES, sales), shopOrders, ediOrders: EDI_ORDERS, rate, seed: this.mornings };
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(this.control, { method: 'POST', headers, body: JSON.stringify(morning) });
    if (!answer.ok) throw new Error(`The sandbox did not start the morning: ${await answer.text()}`);
  }

  private async isOver(): Promise<boolean> {
    return ((await (await fetch(this.control)).json()) as { state: string }).state === 'done';
  }
}
