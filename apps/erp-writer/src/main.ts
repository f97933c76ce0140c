import { runService } from '@kervan/service-host';
import { erpWriter } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(erpWriter(config), config);
