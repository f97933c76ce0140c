import { runService } from '@kervan/service-host';
import { bankReconciler } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(bankReconciler(config), config);
