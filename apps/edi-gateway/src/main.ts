import { runService } from '@kervan/service-host';
import { ediGateway } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await runService(ediGateway(config), config);
