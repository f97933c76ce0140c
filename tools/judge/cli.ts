import { readCommandLine } from '../command/command-line.js';
import { knownPorts, localInstallation } from '../inspect/installation.js';
import { urlOf } from '../platform/services.js';
import { judge } from './judge.js';
import { renderVerdict } from './render-verdict.js';

const USAGE = `Usage: npm run judge -- [--dir .local/sandbox] [--ledgers-only]

Says whether every order is where it should be; exits 1 when one is not. With --ledgers-only, orders that you sent
yourself cannot be told from invented ones.
Without --ledgers-only it also asks the services: those that npm start runs, or those that POS_INGEST_URL,
ECOMMERCE_WEBHOOKS_URL, EDI_GATEWAY_URL, BANK_RECONCILER_URL, ORDER_ORCHESTRATOR_URL, EINVOICE_SENDER_URL and
OPERATOR_KEY name.`;

const { values } = readCommandLine({
  usage: USAGE,
  accepts: {
    options: {
      dir: { type: 'string', default: '.local/sandbox' },
      'ledgers-only': { type: 'boolean', default: false },
    },
  },
});

try {
  const verdict = await judge({ sandboxDir: values.dir, services: values['ledgers-only'] ? undefined : services() });
  process.stdout.write(`${renderVerdict(verdict)}\n`);
  process.exitCode = verdict.ok ? 0 : 1;
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  const away = sentence === 'fetch failed';
  console.error(away ? 'Kervan does not answer: start it with npm start, or judge with --ledgers-only.' : sentence);
  process.exitCode = 2;
}

function services() {
  const { POS_INGEST_URL, ORDER_ORCHESTRATOR_URL, EINVOICE_SENDER_URL, OPERATOR_KEY } = process.env;
  const { ECOMMERCE_WEBHOOKS_URL, EDI_GATEWAY_URL, BANK_RECONCILER_URL } = process.env;
  const local = { ports: knownPorts() };
  return {
    posIngestUrl: POS_INGEST_URL ?? urlOf('pos-ingest', local),
    ecommerceUrl: ECOMMERCE_WEBHOOKS_URL ?? urlOf('ecommerce-webhooks', local),
    ediUrl: EDI_GATEWAY_URL ?? urlOf('edi-gateway', local),
    bankUrl: BANK_RECONCILER_URL ?? urlOf('bank-reconciler', local),
    orchestratorUrl: ORDER_ORCHESTRATOR_URL ?? urlOf('order-orchestrator', local),
    einvoiceUrl: EINVOICE_SENDER_URL ?? urlOf('einvoice-sender', local),
    operatorKey: OPERATOR_KEY ?? localInstallation().secrets.operatorKey,
  };
}
