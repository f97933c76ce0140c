import { mkdir } from 'node:fs/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { type SandboxConfig } from './config.js';
import { controlRoutes } from './control/control.routes.js';
import { ErpBooks } from './erp/erp-books.js';
import { erpRoutes } from './erp/erp.routes.js';
import { Faults } from './faults/faults.js';
import { refusal } from './http/answer.js';
import { RequestCounts } from './http/request-counts.js';
import { InvoiceRegister } from './integrator/invoice-register.js';
import { integratorRoutes } from './integrator/integrator.routes.js';
import { AllChannels } from './morning/all-channels.js';
import { openChannels } from './morning/open-channels.js';
import { readBranchKeys } from './tills/branch-keys.js';
import { Morning } from './tills/morning.js';
import { TillJournal } from './tills/till-journal.js';
import { traceRequests } from './tracing/server-spans.js';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The outside world as one HTTP server: an ERP, an e-invoice integrator with the tax authority behind it, 45 branches
 * of tills, two web shops, a trading partner and a bank. It reads its ledgers back before it is ready and writes them
 * out when it is closed.
 */
export async function createSandbox(config: SandboxConfig): Promise<FastifyInstance> {
  await mkdir(config.SANDBOX_DIR, { recursive: true });
  const faults = new Faults();
  const counts = new RequestCounts();
  const settings = { authorityDelayMs: config.AUTHORITY_DELAY_MS };
  const books = await ErpBooks.open(config.SANDBOX_DIR);
  const register = await InvoiceRegister.open(config.SANDBOX_DIR, settings, faults);
  const journal = await TillJournal.open(config.SANDBOX_DIR);
  const keys = config.SANDBOX_TILL_KEYS ? await readBranchKeys(config.SANDBOX_TILL_KEYS) : [];
  const tills = new Morning(journal, { url: config.POS_INGEST_URL, keys });
  const outside = await openChannels(config, books);
  const morning = new AllChannels({ tills, ...outside.channels });

  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  app.setErrorHandler<{ statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    const [code, detail] = status < 500 ? ['malformed', 'The request cannot be read.'] : ['internal-error', 'Failed.'];
    const answer = refusal(status, code, detail);
    return reply.code(answer.status).send(answer.body);
  });
  traceRequests(app);
  for (const probe of ['startup', 'live', 'ready']) app.get(`/health/${probe}`, () => ({ status: 'ready' }));
  await app.register(erpRoutes({ books, key: config.SANDBOX_ERP_KEY, faults, counts }), { prefix: '/erp' });
  await app.register(integratorRoutes({ register, key: config.SANDBOX_INTEGRATOR_KEY, faults, counts }), {
    prefix: '/integrator',
  });
  await app.register(controlRoutes({ faults, counts, settings, morning, directory: config.SANDBOX_DIR }), {
    prefix: '/control',
  });
  app.addHook('onReady', async () => morning.resume());
  app.addHook('onClose', async () => {
    await morning.stop();
    await Promise.all([books.close(), register.close(), journal.close(), outside.close()]);
  });
  return app;
}
