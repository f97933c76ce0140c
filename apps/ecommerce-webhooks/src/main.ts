import { runService } from '@kervan/service-host';
import { ecommerceWebhooks } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(ecommerceWebhooks(config), config);
