import { mkdtemp, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { runningEcommerceWebhooks } from './fixtures/running-ecommerce-webhooks.js';
import { ShopJournal } from '../../sandbox/src/shops/shop-journal.js';
import { ShopsMorning } from '../../sandbox/src/shops/shops-morning.js';
it('probe', async () => {
  const running = await runningEcommerceWebhooks();
  await running.changeShops(JSON.parse(readFileSync('deploy/local/shops.json', 'utf8')));
  await running.changeSecret('moda', 'secret of moda'); await running.changeSecret('ev', 'secret of ev');
  await new Promise((r) => setTimeout(r, 4000));
  const dir = await mkdtemp(join(tmpdir(), 'probe-'));
  const journal = await ShopJournal.open(dir);
  const shops = new ShopsMorning(journal, { url: running.service.url, secrets: new Map([['moda', 'secret of moda'], ['ev', 'secret of ev']]), isPaymentBooked: () => true });
  await shops.play(shops.plan({ orders: 40, seed: 1 }), 20);
  console.log(JSON.stringify(shops.progress()));
  const lines = (await readFile(join(dir, 'shops.jsonl'), 'utf8')).trim().split('\n').map((l) => JSON.parse(l));
  const states = new Map(((await running.ask('GET', '/admin/orders?limit=200')).body as any).items.map((o: any) => [o.orderNumber, o.state]));
  const q = ((await running.ask('GET', '/v1/quarantine?limit=200')).body as any).items;
  for (const o of lines.filter((l) => l.kind === 'ordered')) {
    const d = lines.filter((l) => l.kind === 'delivered' && l.orderNumber === o.orderNumber);
    console.log(o.orderNumber, o.expectation, o.cancellation ?? '', '|', d.map((x: any) => `${x.status} ${x.outcome}`).join(', '), '|', states.get(o.orderNumber), '|', q.filter((x: any) => d.some((y: any) => y.deliveryId === x.deliveryId)).map((x: any) => x.state).join());
  }
  console.log(lines.filter((l) => l.kind === 'pinged'), running.published.length);
  await shops.stop(); await journal.close(); await running.stop();
});
