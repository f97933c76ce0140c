import { Mode } from '@kervan/contracts';
import { FEWEST_OPEN_CALLS, MOST_OPEN_CALLS, type OAuthClient, oauthClientOf } from '@kervan/outbound';
import {
  caOf,
  databaseConnection,
  type DatabaseConnection,
  type Environment,
  headerKeyFault,
  readSettings,
  readTogether,
  type Secret,
  secretOf,
  serviceConfig,
  type ServiceConfig,
} from '@kervan/service-host';
import { z } from 'zod';

const milliseconds = z.coerce.number().int().positive();

const settings = z.object({
  ERP_URL: z.url({ protocol: /^https?$/ }),
  ERP_MODE: z.enum(Mode).default(Mode.live),
  ERP_SLOTS: z.coerce.number().int().min(1).max(256).default(16),
  ERP_RATE_PER_SECOND: z.coerce.number().positive().optional(),
  ERP_TIMEOUT_MS: milliseconds.default(30_000),
  ERP_MAX_PROCESSING_MS: milliseconds.default(60_000),
  ERP_LOOKUP_LAG_MS: milliseconds.default(5_000),
  ERP_KEY_LIFETIME_MS: milliseconds.default(24 * 3_600_000),
  ERP_ALLOW_PLAIN_HTTP: z.stringbool().default(false),
  ERP_OAUTH_TOKEN_URL: z.url({ protocol: /^https?$/ }).optional(),
  ERP_OAUTH_CLIENT_ID: z.string().min(1).optional(),
  ERP_OAUTH_SCOPE: z.string().min(1).optional(),
  OUTBOUND_MOST_OPEN_CALLS: z.coerce.number().int().min(FEWEST_OPEN_CALLS).default(MOST_OPEN_CALLS),
});

/** The ERP: where it is, how hard it may be pressed, and what it promises about repetition. */
export interface ErpSettings {
  readonly url: string;
  /** Its bearer key; the client's secret where it asks for access tokens. */
  readonly apiKey: Secret;
  /** Where it asks for access tokens: how they are to be had. */
  readonly oauth?: OAuthClient | undefined;
  /** The authorities that may have signed its certificate. */
  readonly ca: Secret | undefined;
  /** Calls at the same time, over all replicas. */
  readonly slots: number;
  readonly ratePerSecond: number | undefined;
  readonly timeoutMs: number;
  readonly maxProcessingMs: number;
  readonly lookupLagMs: number;
  readonly keyLifetimeMs: number;
  readonly allowPlainHttp: boolean;
}

/** Settings of erp-writer. */
export interface ErpWriterConfig extends ServiceConfig {
  /** While more calls than this are open, no more commands are taken. */
  readonly mostOpenCalls: number;
  /** Documents of the other mode are refused, so that a test document never reaches a live ERP. */
  readonly mode: Mode;
  readonly erp: ErpSettings;
}

/** Reads the settings. @throws {InvalidSettings} naming every wrong one at once. */
export function erpWriterConfig(env: Environment): ErpWriterConfig {
  const { shared, read, apiKey, ca } = readTogether({
    shared: () => serviceConfig(env),
    read: () => readSettings(settings, env),
    apiKey: () => secretOf(env, 'ERP_API_KEY', headerKeyFault),
    ca: () => caOf(env, 'ERP_CA_FILE'),
  });
  return {
    ...shared,
    mostOpenCalls: read.OUTBOUND_MOST_OPEN_CALLS,
    mode: read.ERP_MODE,
    erp: {
      url: read.ERP_URL,
      apiKey,
      oauth: oauthClientOf('ERP', read),
      ca,
      slots: read.ERP_SLOTS,
      ratePerSecond: read.ERP_RATE_PER_SECOND,
      timeoutMs: read.ERP_TIMEOUT_MS,
      maxProcessingMs: read.ERP_MAX_PROCESSING_MS,
      lookupLagMs: read.ERP_LOOKUP_LAG_MS,
      keyLifetimeMs: read.ERP_KEY_LIFETIME_MS,
      allowPlainHttp: read.ERP_ALLOW_PLAIN_HTTP,
    },
  };
}

/** The settings of this process. */
export const readConfig = (): ErpWriterConfig => erpWriterConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
