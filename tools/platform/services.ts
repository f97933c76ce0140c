import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from '../stack/checkout.js';
import type { ProcessPlan } from '../stack/managed-process.js';
import type { Stack } from '../stack/stack.js';
import { ublXsds } from '../ubl/install-xsd.js';
import type { Ports } from './ports.js';
import type { Secrets } from './secrets.js';
import { shopSecretsIn } from './shop-secrets.js';

/** Every process of the platform. */
export const services = [
  'sandbox',
  'pos-ingest',
  'ecommerce-webhooks',
  'edi-gateway',
  'bank-reconciler',
  'order-orchestrator',
  'erp-writer',
  'einvoice-sender',
  'console',
] as const;

export type ServiceName = (typeof services)[number];

/** An installation on one machine: what every process of it is configured from. */
export interface Installation {
  readonly folder: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly stack: Stack;
  readonly databaseUrls: ReadonlyMap<ServiceName, string>;
  /** What some processes are started with besides; none by default. */
  readonly besides?: Besides;
}

type Environment = Readonly<Record<string, string>>;

/** By process: settings that win over the usual ones, and arguments of Node that follow them. */
export type Besides = Readonly<Partial<Record<ServiceName, { readonly env?: Environment; readonly execArgv?: readonly string[] }>>>;

const source = (path: string): string => pathToFileURL(join(checkout, path)).href;

/** Node's arguments that run a TypeScript file of this checkout from source. */
export const runSource = ['--enable-source-maps', '--conditions=@kervan/source', '--import', source('tools/ts-hook.mjs')];

const telemetry = {
  sandbox: source('apps/sandbox/src/telemetry.ts'),
  service: source('libs/service-host/src/telemetry/telemetry.ts'),
};

const portOf = {
  sandbox: 'sandbox',
  'pos-ingest': 'posIngest',
  'order-orchestrator': 'orderOrchestrator',
  'erp-writer': 'erpWriter',
  'einvoice-sender': 'einvoiceSender',
  'ecommerce-webhooks': 'ecommerceWebhooks',
  'edi-gateway': 'ediGateway',
  'bank-reconciler': 'bankReconciler',
  console: 'console',
} as const satisfies Record<ServiceName, keyof Ports>;

/** Where a process of the installation answers. */
export function urlOf(name: ServiceName, { ports }: Pick<Installation, 'ports'>): string {
  return `http://127.0.0.1:${ports[portOf[name]]}`;
}

/** How a process of the installation is started, from source. */
export function planOf(name: ServiceName, installation: Installation): ProcessPlan {
  const url = urlOf(name, installation);
  const { env = {}, execArgv = [] } = installation.besides?.[name] ?? {};
  return {
    name,
    command: process.execPath,
    args: [
      ...runSource,
      ...execArgv,
      '--import',
      telemetry[name === 'sandbox' ? 'sandbox' : 'service'],
      join(checkout, 'apps', name, 'src/main.ts'),
    ],
    cwd: checkout,
    env: { ...environmentOf(name, installation), ...env },
    logFile: join(installation.folder, 'logs', `${name}.log`),
    ready: async () => (await fetch(`${url}/health/ready`)).ok,
    readyWithinMs: 90_000,
  };
}

/** The settings of a process: what all have, and its own. */
export function environmentOf(name: ServiceName, installation: Installation): Environment {
  const { folder, ports, secrets, stack, databaseUrls } = installation;
  const shared = {
    SERVICE_NAME: name,
    PORT: String(ports[portOf[name]]),
    SPAN_FILE: join(folder, 'spans', `${name}.jsonl`),
  };
  if (name === 'sandbox') return { ...shared, ...ownSettings[name](installation) };
  return {
    ...shared,
    ...ownSettings[name](installation),
    DATABASE_URL: databaseUrls.get(name) ?? '',
    KAFKA_BROKERS: stack.kafkaBrokers,
    SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
    KAFKA_SESSION_TIMEOUT_MS: '6000',
    KAFKA_HEARTBEAT_INTERVAL_MS: '1000',
    OPERATOR_KEY: secrets.operatorKey,
  };
}

const ownSettings: Readonly<Record<ServiceName, (installation: Installation) => Environment>> = {
  sandbox: ({ folder, ports, secrets }) => ({
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_DIR: join(folder, 'sandbox'),
    SANDBOX_TILL_KEYS: join(folder, 'till-keys.json'),
    SANDBOX_SHOP_SECRETS: shopSecretsIn(folder),
    SANDBOX_EDI_DIR: join(folder, 'edi'),
    SANDBOX_ERP_KEY: secrets.erpKey,
    SANDBOX_INTEGRATOR_KEY: secrets.integratorKey,
    SANDBOX_BANK_KEY: secrets.operatorKey,
    POS_INGEST_URL: `http://127.0.0.1:${ports.posIngest}`,
    ECOMMERCE_WEBHOOKS_URL: `http://127.0.0.1:${ports.ecommerceWebhooks}`,
    BANK_RECONCILER_URL: `http://127.0.0.1:${ports.bankReconciler}`,
  }),
  'pos-ingest': ({ folder }) => ({ POS_API_KEYS_FILE: join(folder, 'pos-api-keys.json') }),
  'ecommerce-webhooks': ({ folder }) => ({
    SHOPS_FILE: join(checkout, 'deploy/local/shops.json'),
    SHOP_SECRETS_DIR: shopSecretsIn(folder),
  }),
  'edi-gateway': ({ folder }) => ({
    PARTNERS_FILE: join(checkout, 'deploy/local/partners.json'),
    EDI_DIR: join(folder, 'edi'),
    EDI_POLL_MS: '200',
    EDI_QUIET_MS: '400',
  }),
  'bank-reconciler': () => ({ BANK_ACCOUNTS_FILE: join(checkout, 'deploy/local/bank-accounts.json') }),
  'order-orchestrator': () => ({}),
  'erp-writer': ({ ports, secrets }) => ({
    ERP_ALLOW_PLAIN_HTTP: 'true',
    ERP_URL: `http://127.0.0.1:${ports.sandbox}/erp`,
    ERP_API_KEY: secrets.erpKey,
    ERP_SLOTS: '64',
  }),
  'einvoice-sender': ({ ports, secrets }) => ({
    INTEGRATOR_URL: `http://127.0.0.1:${ports.sandbox}/integrator`,
    INTEGRATOR_API_KEY: secrets.integratorKey,
    INTEGRATOR_SLOTS: '64',
    COMPANIES_FILE: join(checkout, 'deploy/local/companies.json'),
    UBL_XSD_DIR: ublXsds(),
  }),  console: (installation) => ({
    SERVICE_URLS: JSON.stringify(Object.fromEntries(administered.map((name) => [name, urlOf(name, installation)]))),
  }),
};

/** The services whose administration the console shows, its own included. */
const administered = services.filter((name) => name !== 'sandbox');
