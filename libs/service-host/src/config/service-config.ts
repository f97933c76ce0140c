import { z } from 'zod';
import { edgePolicy, type EdgePolicy, edgeSettings } from '../http/edge-policy.js';
import { operatorKeysFault } from '../operator/operator-keys.js';
import {
  databaseConnection,
  type DatabaseConnection,
  kafkaConnection,
  type KafkaConnection,
  registryConnection,
  type RegistryConnection,
} from './connections.js';
import { InvalidSettings, readTogether } from './invalid-settings.js';
import { type Secret, secretOf } from './secret.js';

/** Environment of one service, as `process.env` gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that every service has. */
export interface ServiceConfig {
  readonly serviceName: string;
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseConnection;
  readonly kafka: KafkaConnection & { readonly sessionTimeoutMs: number; readonly heartbeatIntervalMs: number };
  readonly registry: RegistryConnection;
  /** One key a line, two at most; the first is the one to send. */
  readonly operatorKey: Secret;
  readonly edge: EdgePolicy;
  readonly logLevel: string;
  /** Put before a problem's code to make its `type`; by default the page that the service itself serves. */
  readonly problemTypeBase: string;
}

const milliseconds = z.coerce.number().int().positive();

const settings = z.object({
  SERVICE_NAME: z.string().min(1),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  KAFKA_SESSION_TIMEOUT_MS: milliseconds.default(30_000),
  KAFKA_HEARTBEAT_INTERVAL_MS: milliseconds.default(3_000),
  PROBLEM_TYPE_BASE: z.string().min(1).default('/problems/'),
  ...edgeSettings,
});

/** Reads the settings that every service has. @throws {InvalidSettings} naming every wrong one at once. */
export function serviceConfig(env: Environment): ServiceConfig {
  const { read, operatorKey, ...connections } = readTogether({
    read: () => readSettings(settings, env),
    database: () => databaseConnection(env),
    kafka: () => kafkaConnection(env),
    registry: () => registryConnection(env),
    operatorKey: () => secretOf(env, 'OPERATOR_KEY', operatorKeysFault),
  });
  return {
    serviceName: read.SERVICE_NAME,
    host: read.HOST,
    port: read.PORT,
    ...connections,
    kafka: {
      ...connections.kafka,
      sessionTimeoutMs: read.KAFKA_SESSION_TIMEOUT_MS,
      heartbeatIntervalMs: read.KAFKA_HEARTBEAT_INTERVAL_MS,
    },
    operatorKey,
    edge: edgePolicy(read),
    logLevel: read.LOG_LEVEL,
    problemTypeBase: read.PROBLEM_TYPE_BASE,
  };
}

/** Reads an app's own settings by its zod schema, whose keys are the names of the environment variables. */
export function readSettings<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  throw new InvalidSettings(
    result.error.issues.map(({ path, message }) => {
      const name = path.map(String).join('.');
      return env[name] === undefined ? `${name}: is missing` : `${name}: ${message}`;
    }),
  );
}
