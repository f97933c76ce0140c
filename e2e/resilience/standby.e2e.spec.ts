import { eventually } from '@kervan/testing';
import type { ServiceName } from '@kervan/tools/platform/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bank } from '../support/bank.js';
import type { Answer } from '../support/http.js';
import { LonePrimary } from '../support/lone-primary.js';
import { Operator } from '../support/operator.js';
import { Shop } from '../support/shops.js';
import { Tills } from '../support/tills.js';

const LOOKS = 3;

/** Someone at a door of ours, who sends the same thing as often as he must. */
interface Sender {
  send(): Promise<Answer>;
  /** Whether what he sent is seen by whoever only reads. */
  isSeen(): Promise<boolean>;
  /** Whether an answer says that it had come before. */
  readonly isRepeated: (answer: Answer) => boolean;
}

const replayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

describe('a primary without its synchronous standby', () => {
  let primary: LonePrimary;
  let senders: Readonly<Partial<Record<ServiceName, () => Sender>>>;

  beforeAll(async () => {
    primary = await LonePrimary.start(['pos-ingest', 'ecommerce-webhooks', 'bank-reconciler']);
    const { installation } = primary.platform;
    const operator = new Operator(installation);
    const tills = new Tills(installation);
    const shop = new Shop(installation, 'woocommerce');
    const bank = new Bank(installation, operator);
    const isListed = async (service: ServiceName, path: string): Promise<boolean> =>
      (await operator.get<{ items: object[] }>(service, path)).items.length > 0;
    senders = {
      'pos-ingest': () => {
        const sale = tills.ring();
        const isSeen = (): Promise<boolean> => isListed('pos-ingest', `/admin/sales?orderNumber=${sale.orderNumber}`);
        return { send: () => tills.post(sale), isSeen, isRepeated: replayed };
      },
      'ecommerce-webhooks': () => {
        const order = shop.order();
        const delivery = shop.delivery('order.created', order.at());
        const isSeen = async (): Promise<boolean> => (await shop.look(order)) !== undefined;
        const isRepeated = ({ json }: Answer): boolean => (json as { status: string }).status === 'duplicate';
        return { send: () => shop.deliver(delivery), isSeen, isRepeated };
      },
      'bank-reconciler': () => {
        const statement = bank.statement([{ amount: 4_711n, text: 'kira' }]);
        return { send: () => bank.upload(statement), isSeen: () => isListed('bank-reconciler', '/v1/statements'), isRepeated: replayed };
      },
    };
  });

  afterAll(() => primary?.stop());

  it.each(['pos-ingest', 'ecommerce-webhooks', 'bank-reconciler'] as const)(
    '%s promises nothing that it alone has: not at first, and not when the same comes again',
    async (service) => {
      const sender = senders[service]!();
      await primary.loseStandby();
      let answers = 0;
      const sent = (): Promise<Answer> => sender.send().finally(() => (answers += 1));
      const first = sent();
      await eventually('its commit is cut while it waits', async () => {
        await primary.cutWaiting(service);
        return answers === 1;
      });
      expect((await first).status).toBe(503);

      const again = sent();
      await eventually('its commit waits, too', async () => (await primary.waiting(service)) > 0);
      for (let looks = 0; looks < LOOKS; looks += 1) expect(await sender.isSeen()).toBe(true);
      expect(answers).toBe(1);

      await primary.findStandby();
      const answer = await again;
      expect([answer.status, sender.isRepeated(answer)]).toEqual([202, true]);
    },
  );
});
