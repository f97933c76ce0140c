import { startTracing } from './tracing/tracing.js';
import { spanSettings } from './config.js';

startTracing(spanSettings());
