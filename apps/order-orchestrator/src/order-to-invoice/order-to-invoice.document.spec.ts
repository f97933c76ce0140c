import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { orderToInvoiceDocument } from './order-to-invoice.document.js';

const page = fileURLToPath(new URL('../../../../docs/order-to-invoice.md', import.meta.url));

describe('docs/order-to-invoice.md', () => {
  it('is what the definition says; `npx vitest run --update` writes it anew', async () => {
    await expect(orderToInvoiceDocument()).toMatchFileSnapshot(page);
  });
});
