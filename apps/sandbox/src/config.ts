import { readFileSync } from 'node:fs';
import { z } from 'zod';

const settings = z.object({
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(4100),
  /** Where the ledgers and the received invoices lie. */
  SANDBOX_DIR: z.string().min(1).default('.local/sandbox'),
  SANDBOX_ERP_KEY: z.string().min(1).default('sandbox-erp-key'),
  SANDBOX_INTEGRATOR_KEY: z.string().min(1).default('sandbox-integrator-key'),
  /** The plain API keys of the tills, as `write-branch-keys` writes them; without it no morning can be played. */
  SANDBOX_TILL_KEYS: z.string().min(1).optional(),
  POS_INGEST_URL: z.url().default('http://127.0.0.1:4101'),
  ECOMMERCE_WEBHOOKS_URL: z.url().default('http://127.0.0.1:4105'),
  /** A folder with the webhook secret of each shop in a file of the shop's name; without it the shops sell nothing. */
  SANDBOX_SHOP_SECRETS: z.string().min(1).optional(),
  /** The exchange folders of the trading partners; without it the partner orders nothing. */
  SANDBOX_EDI_DIR: z.string().min(1).optional(),
  BANK_RECONCILER_URL: z.url().default('http://127.0.0.1:4107'),
  /** The key with which the bank delivers its statements; without it the bank makes none. */
  SANDBOX_BANK_KEY: z.string().min(1).optional(),
  AUTHORITY_DELAY_MS: z.coerce.number().int().nonnegative().default(500),
});

/** What may stand in a file of its own instead, as its first line, named by the setting with `_FILE` behind it. */
const KEYS = ['SANDBOX_ERP_KEY', 'SANDBOX_INTEGRATOR_KEY', 'SANDBOX_BANK_KEY'] as const;

/** The settings of the sandbox process. */
export type SandboxConfig = z.infer<typeof settings>;

/**
 * Reads the settings from the environment.
 * @throws Error that names every setting with a wrong value.
 */
export function sandboxConfig(env: NodeJS.ProcessEnv = process.env): SandboxConfig {
  const parsed = settings.safeParse({ ...env, ...keysFromFiles(env) });
  if (!parsed.success) throw new Error(`The settings of the sandbox are wrong:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function keysFromFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = KEYS.flatMap((key) => {
    const file = env[`${key}_FILE`];
    return file === undefined ? [] : [[key, readFileSync(file, 'utf8').split('\n')[0]]];
  });
  return Object.fromEntries(named) as NodeJS.ProcessEnv;
}

/** Where spans go: OTLP where an endpoint is named, else a file of JSON lines, else nowhere. */
export function spanSettings(env: NodeJS.ProcessEnv = process.env) {
  return { otlpEndpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT'], file: env['SPAN_FILE'] };
}

/** Where a running sandbox is reached, if somebody says so. */
export function namedSandboxUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env['SANDBOX_URL'];
}
