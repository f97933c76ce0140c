/** A sale as the OpenAPI page shows it: one line, paid in cash, that adds up. */
export const exampleSale = {
  branch: '012',
  till: '3',
  zNumber: 147,
  receiptNumber: 5012,
  soldAt: '2026-11-21T10:15:00+03:00',
  currency: 'TRY',
  pricesIncludeTax: true,
  lines: [
    { articleId: 'TEA-500', name: 'Tea 500 g', quantity: '2', unitCode: 'C62', unitPrice: '49.90', amount: '99.80', taxRate: '20' },
  ],
  taxes: [{ rate: '20', taxable: '83.17', tax: '16.63' }],
  totals: { net: '83.17', tax: '16.63', gross: '99.80' },
  payments: [{ method: 'cash', amount: '99.80' }],
};
