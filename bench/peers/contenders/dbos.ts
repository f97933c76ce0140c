import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { orderNumberOf, type Sale } from './documents.js';
import { inProcesses } from './in-processes.js';
import { FIRST_WAIT_MS, Participants, peerSettings } from './participants.js';

/**
 * The flow as DBOS's documentation writes it: a workflow whose acts are steps, `DBOS.runStep(…)` with retries for what
 * calls out, an id of the business ("workflow IDs are idempotency keys"), and `DBOS.sleep` for a wait that survives.
 *
 * One process serves HTTP and runs the workflows, as in its quickstart; its own tables are on the same Postgres.
 */
const settings = peerSettings();
const participants = new Participants(settings);
const calling = { retriesAllowed: true, maxAttempts: 10 };

async function orderToInvoice(sale: Sale): Promise<string> {
  await DBOS.runStep(() => participants.recordOrder(sale), { name: 'record-order' });
  const erpNumber = await DBOS.runStep(() => participants.postSalesOrder(sale), { name: 'post-sales-order', ...calling });
  const invoice = await DBOS.runStep(() => participants.issueInvoice(sale), { name: 'issue-invoice', ...calling });
  await DBOS.runStep(() => participants.transmit(sale, invoice), { name: 'transmit', ...calling });
  for (let accepted = false; !accepted; ) {
    await DBOS.sleep(FIRST_WAIT_MS);
    accepted = await DBOS.runStep(() => participants.isAccepted(invoice), { name: 'is-accepted', ...calling });
  }
  await DBOS.runStep(() => participants.postInvoice(sale, erpNumber, invoice), { name: 'post-invoice', ...calling });
  await DBOS.runStep(() => participants.postPayment(sale, erpNumber, invoice), { name: 'post-payment', ...calling });
  return orderNumberOf(sale);
}

async function answer(request: IncomingMessage): Promise<string> {
  const sale = (await json(request)) as Sale;
  const handle = await DBOS.startWorkflow(workflow, { workflowID: orderNumberOf(sale) })(sale);
  return handle.getResult();
}

const workflow = DBOS.registerWorkflow(orderToInvoice, { name: 'order-to-invoice' });

async function launch(executorID: string): Promise<void> {
  DBOS.setConfig({
    name: 'order-to-invoice',
    systemDatabaseUrl: settings.databaseUrl,
    systemDatabasePoolSize: 20, // its default of 10 leaves workflows waiting for connections at 128 in flight
    executorID,
    applicationVersion: 'bench',
    logLevel: 'warn',
  });
  await DBOS.launch();
}

async function serve(number: number): Promise<void> {
  await launch(`app-${number}`);
  createServer((request, response) => {
    answer(request).then(
      (id) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id })),
      (error: unknown) => response.writeHead(503).end(JSON.stringify({ code: String(error) })),
    );
  }).listen(settings.port, '127.0.0.1');
}

/** Makes its tables, which two processes cannot do at once. */
async function migrate(): Promise<void> {
  await launch('migration');
  await DBOS.shutdown();
}

await inProcesses(settings.processes, serve, migrate);
