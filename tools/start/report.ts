import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services, urlOf, type Installation } from '../platform/services.js';

/** Where everything answers, the pages of the APIs included. */
export function addressesOf(installation: Installation): string {
  const { stack, folder, secrets } = installation;
  const lines = services.map((name) => {
    const url = urlOf(name, installation);
    return name === 'sandbox' ? [name, url, 'ERP, integrator, tills and their ledgers'] : [name, url, `API: ${url}/docs`];
  });
  const others = [
    ['Kafka', stack.kafkaBrokers, ''],
    ['schema registry', stack.schemaRegistryUrl, ''],
    ['Postgres', new URL(stack.databaseUrl).host, 'a database and a role per service'],
    ['ledgers', join(folder, 'sandbox'), 'what the outside world has received'],
    ['operator key', secrets.operatorKey, 'also in .local/secrets.json'],
  ];
  return [...lines, ...others].map(([name = '', where = '', note = '']) => `${name.padEnd(20)}${where}  ${note}`.trimEnd()).join('\n');
}

/** A `curl` that posts a sale no till has sent yet, ready to paste. */
export function exampleSale(installation: Installation): string {
  const keys = JSON.parse(readFileSync(join(installation.folder, 'till-keys.json'), 'utf8')) as { branch: string; key: string }[];
  const { branch, key } = keys[0] as { branch: string; key: string };
  const sale = {
    branch,
    till: '9',
    zNumber: 1,
    receiptNumber: Math.floor(Date.now() / 1_000),
    soldAt: new Date().toISOString(),
    currency: 'TRY',
    pricesIncludeTax: true,
    lines: [
      { articleId: 'TEA-500', name: 'Tea 500 g', quantity: '2', unitCode: 'C62', unitPrice: '49.90', amount: '99.80', taxRate: '20' },
    ],
    taxes: [{ rate: '20', taxable: '83.17', tax: '16.63' }],
    totals: { net: '83.17', tax: '16.63', gross: '99.80' },
    payments: [{ method: 'cash', amount: '99.80' }],
  };
  return [
    `curl -i ${urlOf('pos-ingest', installation)}/v1/sales \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(sale)}'`,
  ].join('\n');
}
