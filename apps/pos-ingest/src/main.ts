import { runService } from '@kervan/service-host';
import { posIngest } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(posIngest(config), config);
