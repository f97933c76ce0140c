import { Bank } from '../bank/bank.js';
import { BankJournal } from '../bank/bank-journal.js';
import { StatementEndpoint } from '../bank/statement-endpoint.js';
import { type SandboxConfig } from '../config.js';
import { type ErpBooks } from '../erp/erp-books.js';
import { ERP_DOCUMENT } from '../erp/erp-ledger.js';
import { PartnerJournal } from '../partner/partner-journal.js';
import { PartnerMorning } from '../partner/partner-morning.js';
import { ShopJournal } from '../shops/shop-journal.js';
import { readShopSecrets } from '../shops/shop-secrets.js';
import { ShopsMorning } from '../shops/shops-morning.js';
import { type Channels } from './all-channels.js';

/** The channels besides the tills, with their journals read back. */
export interface OpenedChannels {
  readonly channels: Omit<Channels, 'tills'>;
  /** Closes the journals; the channels have been stopped before. */
  close(): Promise<void>;
}

/** Opens shops, trading partner and bank on the books of the seller, from which a customer learns of an invoice. */
export async function openChannels(config: SandboxConfig, books: ErpBooks): Promise<OpenedChannels> {
  const shopJournal = await ShopJournal.open(config.SANDBOX_DIR);
  const partnerJournal = await PartnerJournal.open(config.SANDBOX_DIR);
  const bankJournal = await BankJournal.open(config.SANDBOX_DIR);
  const shops = new ShopsMorning(shopJournal, {
    url: config.ECOMMERCE_WEBHOOKS_URL,
    secrets: config.SANDBOX_SHOP_SECRETS ? await readShopSecrets(config.SANDBOX_SHOP_SECRETS) : new Map(),
    isPaymentBooked: (orderNumber) => books.latestFor(orderNumber, ERP_DOCUMENT.payment) !== undefined,
  });
  const partner = new PartnerMorning(partnerJournal, config.SANDBOX_EDI_DIR);
  const bank = config.SANDBOX_BANK_KEY
    ? new Bank(bankJournal, new StatementEndpoint(config.BANK_RECONCILER_URL, config.SANDBOX_BANK_KEY), {
        invoiceNumberOf: (orderNumber) => invoiceNumberIn(books, orderNumber),
      })
    : undefined;
  return {
    channels: { shops, partner, bank, shopJournal, partnerJournal },
    close: async () => {
      await Promise.all([shopJournal.close(), partnerJournal.close(), bankJournal.close()]);
    },
  };
}

function invoiceNumberIn(books: ErpBooks, orderNumber: string): string | undefined {
  const number = books.latestFor(orderNumber, ERP_DOCUMENT.invoice)?.invoiceNumber;
  return typeof number === 'string' ? number : undefined;
}
