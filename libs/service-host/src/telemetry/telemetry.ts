/**
 * Starts OpenTelemetry before anything else is loaded: `node --import @kervan/service-host/telemetry <entry>`.
 *
 * The hooks that let instrumentations reach ES modules must be registered before the SDK and before http and pg.
 */
import { register, supportsSyncHooks } from 'import-in-the-middle/register-hooks.mjs';

if (!supportsSyncHooks()) throw new Error('telemetry needs Node 24.11.1 or newer');
register({ include: ['pg', 'pg-pool', 'http', 'https', 'node:http', 'node:https'] });
const { startTelemetry } = await import('./telemetry-sdk.js');
startTelemetry(process.env);
