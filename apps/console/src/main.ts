import { runService } from '@kervan/service-host';
import { operationsConsole } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(operationsConsole(config), config);
