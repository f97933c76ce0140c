import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services, urlOf, type Installation } from '../platform/services.js';

/** Where everything answers, the pages of the APIs included, and where it writes. */
export function addressesOf(installation: Installation): string {
  const { stack, folder, secrets } = installation;
  const lines = services.map((name) => {
    const url = urlOf(name, installation);
    return [name, url, notes[name] ?? `API: ${url}/docs`];
  });
  const others = [
    ['Kafka', stack.kafkaBrokers, ''],
    ['schema registry', stack.schemaRegistryUrl, ''],
    ['Postgres', new URL(stack.databaseUrl).host, 'a database and a role per service'],
    ['operator key', secrets.operatorKey, 'also in .local/secrets.json'],
    ['logs', join(folder, 'logs'), 'a file per process'],
    ['spans', join(folder, 'spans'), 'what npm run trace reads'],
    ['ledgers', join(folder, 'sandbox'), 'what the outside world has sent and received'],
  ];
  return table([...lines, ...others]);
}

const notes: Readonly<Record<string, string>> = {
  sandbox: 'plays tills, shops, trading partner, bank, ERP, integrator and tax authority',
};

/** What to do next, with the number of a real order. */
export function nextSteps(installation: Installation, orderNumber: string | undefined): string {
  const number = orderNumber ?? '<number>';
  return table([
    ['console', `${urlOf('console', installation)}/#key=${installation.secrets.operatorKey}`],
    ['one order’s timeline', `npm run order -- ${number}`],
    ['one order’s trace', `npm run trace -- ${number}`],
    ['ledgers against services', 'npm run judge'],
    ['send a file of your own', 'npm run send -- shopify|woocommerce|edi|camt <file>'],
  ]);
}

function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map(([name = '', where = '', note = '']) => `${name.padEnd(width(0))}  ${note ? where.padEnd(40) : where}  ${note}`.trimEnd())
    .join('\n');
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
