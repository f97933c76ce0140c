import { join } from 'node:path';
import { databaseConnection, type DatabaseConnection, type Environment, readSettings, serviceConfig, type ServiceConfig } from '@kervan/service-host';
import { z } from 'zod';

/** Settings of console. */
export interface ConsoleConfig extends ServiceConfig {
  /** Where the services answer whose administration is shown here, by their names. */
  readonly serviceUrls: Readonly<Record<string, string>>;
  /** Address of one trace in a tracing system, with `{traceId}` where its id goes; where there is such a system. */
  readonly traceUrlTemplate?: string;
  /** Folder of the built pages. */
  readonly webDir: string;
}

const url = z.url({ protocol: /^https?$/ });

const serviceUrls = z.string().transform((text, context): Record<string, string> => {
  const { success, data } = z.record(z.string().min(1), url).safeParse(parsed(text));
  if (success) return data;
  context.addIssue({ code: 'custom', message: 'expected a JSON object of names and http addresses' });
  return z.NEVER;
});

const settings = z.object({
  SERVICE_URLS: serviceUrls,
  TRACE_URL_TEMPLATE: url.includes('{traceId}').optional(),
  CONSOLE_WEB_DIR: z.string().min(1).default(join(import.meta.dirname, '../dist-web')),
});

/** Reads the settings. @throws {InvalidSettings} naming every wrong one at once. */
export function consoleConfig(env: Environment): ConsoleConfig {
  const { SERVICE_URLS, TRACE_URL_TEMPLATE, CONSOLE_WEB_DIR } = readSettings(settings, env);
  return {
    ...serviceConfig(env),
    serviceUrls: SERVICE_URLS,
    ...(TRACE_URL_TEMPLATE !== undefined && { traceUrlTemplate: TRACE_URL_TEMPLATE }),
    webDir: CONSOLE_WEB_DIR,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The settings of this process. */
export const readConfig = (): ConsoleConfig => consoleConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
