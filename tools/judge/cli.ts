import { parseArgs } from 'node:util';
import { judge } from './judge.js';
import { renderVerdict } from './render-verdict.js';

const USAGE = `Usage: npm run judge -- [--dir .local/sandbox] [--ledgers-only]

Says whether every order is where it should be; exits 1 when one is not.
Without --ledgers-only it also asks the services: POS_INGEST_URL, ORDER_ORCHESTRATOR_URL, EINVOICE_SENDER_URL and
OPERATOR_KEY name them.
`;

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '.local/sandbox' },
    'ledgers-only': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  try {
    const verdict = await judge({ sandboxDir: values.dir, services: values['ledgers-only'] ? undefined : services() });
    process.stdout.write(`${renderVerdict(verdict)}\n`);
    process.exitCode = verdict.ok ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

function services() {
  const { POS_INGEST_URL, ORDER_ORCHESTRATOR_URL, EINVOICE_SENDER_URL, OPERATOR_KEY } = process.env;
  if (!OPERATOR_KEY) throw new Error('OPERATOR_KEY is not set; npm start prints it. Or judge with --ledgers-only.');
  return {
    posIngestUrl: POS_INGEST_URL ?? 'http://127.0.0.1:4101',
    orchestratorUrl: ORDER_ORCHESTRATOR_URL ?? 'http://127.0.0.1:4102',
    einvoiceUrl: EINVOICE_SENDER_URL ?? 'http://127.0.0.1:4104',
    operatorKey: OPERATOR_KEY,
  };
}
