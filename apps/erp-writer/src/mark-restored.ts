import { markRestored } from '@kervan/outbound';
import { readDatabase } from './config.js';

const calls = await markRestored('erp-writer', readDatabase());
console.log(`${calls} open calls will be looked up before they are sent`);
