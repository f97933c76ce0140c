import { runService } from '@kervan/service-host';
import { einvoiceSender } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(einvoiceSender(config), config);
