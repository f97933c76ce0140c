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
  type ServiceConfig,
  serviceConfig,
} from '@kervan/service-host';
import { z } from 'zod';

const settings = z.object({
  INTEGRATOR_URL: z.url({ protocol: /^https?$/ }),
  INTEGRATOR_SLOTS: z.coerce.number().int().min(1).max(256).default(8),
  INTEGRATOR_MODE: z.enum(Mode).default(Mode.live),
  INTEGRATOR_ALLOW_PLAIN_HTTP: z.stringbool().default(false),
  INTEGRATOR_OAUTH_TOKEN_URL: z.url({ protocol: /^https?$/ }).optional(),
  INTEGRATOR_OAUTH_CLIENT_ID: z.string().min(1).optional(),
  INTEGRATOR_OAUTH_SCOPE: z.string().min(1).optional(),
  OUTBOUND_MOST_OPEN_CALLS: z.coerce.number().int().min(FEWEST_OPEN_CALLS).default(MOST_OPEN_CALLS),
  COMPANIES_FILE: z.string().min(1),
  UBL_XSD_DIR: z.string().min(1),
});

/** Settings of the invoicing service. */
export interface EinvoiceConfig extends ServiceConfig {
  /** While more calls than this are open, no more commands are taken. */
  readonly mostOpenCalls: number;
  readonly integrator: {
    readonly url: string;
    /** Its bearer key; the client's secret where it asks for access tokens. */
    readonly apiKey: Secret;
    /** Where it asks for access tokens: how they are to be had. */
    readonly oauth?: OAuthClient | undefined;
    /** The authorities that may have signed its certificate. */
    readonly ca: Secret | undefined;
    /** Calls at the same time to each of its targets, over all replicas. */
    readonly slots: number;
    /** Orders of the other mode are refused, so that a test document never reaches a live integrator. */
    readonly mode: Mode;
    readonly allowPlainHttp: boolean;
  };
  /** JSON file of the companies that sell; see `Company`. */
  readonly companiesFile: string;
  /** Folder of the UBL 2.1 schemas, as `npm run ubl:install` fills it. */
  readonly ublXsdFolder: string;
}

/** Reads the settings. @throws {InvalidSettings} naming every wrong one at once. */
export function einvoiceConfig(env: Environment): EinvoiceConfig {
  const { shared, read, apiKey, ca } = readTogether({
    shared: () => serviceConfig(env),
    read: () => readSettings(settings, env),
    apiKey: () => secretOf(env, 'INTEGRATOR_API_KEY', headerKeyFault),
    ca: () => caOf(env, 'INTEGRATOR_CA_FILE'),
  });
  return {
    ...shared,
    mostOpenCalls: read.OUTBOUND_MOST_OPEN_CALLS,
    integrator: {
      url: read.INTEGRATOR_URL,
      apiKey,
      oauth: oauthClientOf('INTEGRATOR', read),
      ca,
      slots: read.INTEGRATOR_SLOTS,
      mode: read.INTEGRATOR_MODE,
      allowPlainHttp: read.INTEGRATOR_ALLOW_PLAIN_HTTP,
    },
    companiesFile: read.COMPANIES_FILE,
    ublXsdFolder: read.UBL_XSD_DIR,
  };
}

/** The settings of this process. */
export const readConfig = (): EinvoiceConfig => einvoiceConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
