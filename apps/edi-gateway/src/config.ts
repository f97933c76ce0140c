import {
  type DatabaseConnection,
  databaseConnection,
  type Environment,
  type ParsedFile,
  parsedFile,
  readSettings,
  readTogether,
  serviceConfig,
  type ServiceConfig,
} from '@kervan/service-host';
import { z } from 'zod';
import { parsePartners, type Partner } from './partners/partner.js';

/** Settings of edi-gateway. */
export interface EdiGatewayConfig extends ServiceConfig {
  /** The partners' profiles, from a JSON file. Read again on change. */
  readonly partners: ParsedFile<readonly Partner[]>;
  /** Holds a folder per partner, by the partner's code. One filesystem. */
  readonly ediDir: string;
  readonly intake: IntakePolicy;
}

/** When a file is taken. */
export interface IntakePolicy {
  /** From the end of a look into the inboxes to the begin of the next. */
  readonly everyMs: number;
  /** How long size and time of a file must have stayed the same. */
  readonly quietMs: number;
  /** How long an empty file may wait for its content. */
  readonly emptyMs: number;
  /** After this time a claimed file is taken up by whoever finds it: its process has died. */
  readonly claimMs: number;
  readonly maxBytes: number;
}

/** Nest's token for {@link EdiGatewayConfig}. */
export const EDI_CONFIG = Symbol('EdiGatewayConfig');

const milliseconds = z.coerce.number().int().positive();

const settings = z.object({
  EDI_DIR: z.string().min(1),
  EDI_POLL_MS: milliseconds.default(500),
  EDI_QUIET_MS: milliseconds.default(2_000),
  EDI_EMPTY_WAIT_MS: milliseconds.default(60_000),
  EDI_CLAIM_MS: milliseconds.default(30_000),
  EDI_MAX_FILE_BYTES: z.coerce.number().int().min(1).max(10_485_760).default(10_485_760),
});

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function ediGatewayConfig(env: Environment): EdiGatewayConfig {
  const { shared, own, partners } = readTogether({
    shared: () => serviceConfig(env),
    own: () => readSettings(settings, env),
    partners: () => parsedFile(env, 'PARTNERS_FILE', parsePartners),
  });
  return {
    ...shared,
    partners,
    ediDir: own.EDI_DIR,
    intake: {
      everyMs: own.EDI_POLL_MS,
      quietMs: own.EDI_QUIET_MS,
      emptyMs: own.EDI_EMPTY_WAIT_MS,
      claimMs: own.EDI_CLAIM_MS,
      maxBytes: own.EDI_MAX_FILE_BYTES,
    },
  };
}

/** The settings of this process. */
export const readConfig = (): EdiGatewayConfig => ediGatewayConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
