import { markRestored } from '@kervan/outbound';
import { readDatabase } from './config.js';

const calls = await markRestored('einvoice-sender', readDatabase());
console.log(`${calls} open calls will be looked up before they are sent`);
