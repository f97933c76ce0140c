import { runService } from '@kervan/service-host';
import { orderOrchestrator } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(orderOrchestrator(config), config);
