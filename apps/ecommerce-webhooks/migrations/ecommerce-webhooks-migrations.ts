import { messagingMigrations } from '@kervan/messaging';
import { CreateShopTables1700000500001 } from './1700000500001-create-shop-tables.js';
import { TellSharedDeliveryIds1700000500002 } from './1700000500002-tell-shared-delivery-ids.js';
import { KeepTaxRates1700000500003 } from './1700000500003-keep-tax-rates.js';
import { FindOrdersOfAState1700000500004 } from './1700000500004-find-orders-of-a-state.js';
import { KeepVersionBeforeDeletion1700000500005 } from './1700000500005-keep-version-before-deletion.js';

/** Everything that the database of ecommerce-webhooks is made of, in order. */
export const ecommerceWebhooksMigrations = [
  ...messagingMigrations,
  CreateShopTables1700000500001,
  TellSharedDeliveryIds1700000500002,
  KeepTaxRates1700000500003,
  FindOrdersOfAState1700000500004,
  KeepVersionBeforeDeletion1700000500005,
];
