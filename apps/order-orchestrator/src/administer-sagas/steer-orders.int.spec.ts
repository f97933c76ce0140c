import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Channel, OrderPlaced, PostSalesOrder, SalesOrderRejected } from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually, OPERATOR_KEY } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orchestratorStage, type OrchestratorStage } from '../fixtures/orchestrator-stage.js';
import { webOrder } from '../order-to-invoice/fixtures/web-order.js';

const page = new URL('../../../../docs/how-to/steer-orders.md', import.meta.url);
const run = promisify(execFile);

describe('the page about steering orders', () => {
  let stage: OrchestratorStage;
  let ask: string;
  let commands: string[];
  let batch: string;

  beforeAll(async () => {
    stage = await orchestratorStage();
    const blocks = [...(await readFile(page, 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text!);
    // The address is that of npm start: tools/platform/ports.spec.ts holds it against the ports.
    ask = blocks[0]!.split('\n').find((line) => line.startsWith('ask()'))!;
    commands = blocks.slice(1);
  });

  afterAll(() => stage.close());

  /** Runs the one command of the page that has these words, for an order or a batch. */
  const command = async (words: string, variables: { ORDER?: string; BATCH?: string } = {}): Promise<string> => {
    const found = commands.filter((text) => text.includes(words));
    expect(found).toHaveLength(1);
    commands = commands.filter((text) => text !== found[0]);
    const env = { ...process.env, ORCHESTRATOR: stage.url, KEY: OPERATOR_KEY, ...variables };
    const { stdout } = await run('bash', ['-euc', `${ask}\n${found[0]}`], { env });
    return stdout;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks at whatever was answered
  const answered = async (...told: Parameters<typeof command>): Promise<any> => JSON.parse((await command(...told)).split('\n')[0]!);

  const becomes = (orderId: string, status: string, step?: string) =>
    eventually(`the order is ${status}`, async () => {
      const { body } = await stage.ask(`/admin/sagas/${orderId}`);
      return body.status === status && (step === undefined || body.step === step) && body;
    });

  /** A till sale that the ERP has refused. */
  const refusedSale = async (orderNumber: string): Promise<string> => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: { ...webOrder, channel: Channel.till, orderNumber } }));
    const [asked] = await eventually('it is asked for', () => {
      const seen = stage.seen(PostSalesOrder).filter(({ data }) => data['orderId'] === orderId);
      return seen.length > 0 && seen;
    });
    const commandId = String(asked!.data['commandId']);
    await stage.say(SalesOrderRejected.of({ orderId, commandId, code: 'article-blocked', detail: 'A-1 is blocked' }));
    await becomes(orderId, 'needs_attention');
    return orderId;
  };

  it('looks at orders as it says', async () => {
    const orderId = await refusedSale('S-1');
    expect((await answered('?status=needs_attention')).items).toMatchObject([{ orderId, possible: ['pause', 'retry', 'skip', 'amend'] }]);
    expect((await answered('admin/sagas/$ORDER"', { ORDER: orderId })).history).toHaveLength(2);
  });

  it('acts on one order as it says', async () => {
    const [retried, amended, skipped] = [await refusedSale('S-2'), await refusedSale('S-3'), await refusedSale('S-4')];
    await command('/retry"', { ORDER: retried });
    await becomes(retried, 'running');
    await command('/amend"', { ORDER: amended });
    await becomes(amended, 'running');
    await command('/skip"', { ORDER: skipped });
    expect(await becomes(skipped, 'running', 'issue-invoice')).toMatchObject({ documents: [{ number: 'SO-4711' }] });
    await command('/pause"', { ORDER: skipped });
    await becomes(skipped, 'paused');
    await command('/resume"', { ORDER: skipped });
    await becomes(skipped, 'running');
    const audited = await command('admin/audit?', { ORDER: skipped });
    expect(JSON.parse(audited.split('\n')[0]!).items.map(({ act }: { act: string }) => act)).toEqual(['resume', 'pause', 'skip']);
    expect(JSON.parse(audited.split('\n')[1]!)).toMatchObject({ intact: true });
  });

  it('acts on many orders as it says', async () => {
    for (let number = 5; number < 15; number += 1) await refusedSale(`S-${number}`);
    expect(await answered('"dryRun": true')).toMatchObject({ total: 11, byStep: [{ count: 11 }] });
    ({ id: batch } = await answered('"perSecond": 1}'));
    expect(await answered('/items?', { BATCH: batch })).toMatchObject({ id: batch, total: 11 });
    expect(await answered('/cancel"', { BATCH: batch })).toMatchObject({ state: 'cancelled' });
  });

  it('has no command that was not run', () => {
    expect(commands).toEqual([]);
  });
});
