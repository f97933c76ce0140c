import { sandboxConfig } from './config.js';
import { createSandbox } from './sandbox.js';
import { stopTracing } from './tracing/tracing.js';

const config = sandboxConfig();
const sandbox = await createSandbox(config);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(
    signal,
    () =>
      void sandbox
        .close()
        .then(stopTracing)
        .then(() => process.exit(0)),
  );
}
const address = await sandbox.listen({ host: config.SANDBOX_HOST, port: config.SANDBOX_PORT });
process.stdout.write(`${JSON.stringify({ level: 'info', service: 'sandbox', msg: `listening on ${address}` })}\n`);
