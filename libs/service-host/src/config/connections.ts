import { InvalidSettings, readTogether } from './invalid-settings.js';
import { fileOf, optionalSecretOf, type Secret } from './secret.js';
import type { Environment } from './service-config.js';

/** A connection that is encrypted, to a server whose certificate is good and made out to the host's name. */
export interface Tls {
  /** The authorities that may have signed the certificate, as PEM; by default those that Node.js knows. */
  readonly ca?: Secret;
}

/** Who a service says it is, and how it proves it. */
export interface Login {
  readonly username: string;
  readonly password: Secret;
}

/** How a service reaches its database. */
export interface DatabaseConnection {
  /** `postgres://user@host:5432/database`, in development with the password. */
  readonly url: string;
  /** Used at every new connection, in place of the one in the URL. */
  readonly password?: Secret;
  readonly tls?: Tls;
}

/** How a service reaches Kafka. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly tls?: Tls;
  /** By SCRAM-SHA-512; the password is used at every authentication. */
  readonly login?: Login;
}

/** How a service reaches the schema registry. */
export interface RegistryConnection {
  readonly url: string;
  /** The authorities that may have signed its certificate, as PEM; by default those that Node.js knows. */
  readonly ca?: Secret;
  /** By HTTP basic authentication; the password is used at every request. */
  readonly login?: Login;
}

const ON_THIS_MACHINE = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The database, from DATABASE_URL, DATABASE_PASSWORD or its file, DATABASE_TLS and DATABASE_CA_FILE; for a migration,
 * which needs no other setting, too.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, or contradicts another.
 */
export function databaseConnection(env: Environment): DatabaseConnection {
  const { url, password, tls } = readTogether<DatabaseConnection>({
    url: () => databaseUrlOf(env),
    password: () => optionalSecretOf(env, 'DATABASE_PASSWORD'),
    tls: () => tlsOf(env, 'DATABASE'),
  });
  if (password && new URL(url).password !== '') refuse('DATABASE_URL', 'has a password, and so has DATABASE_PASSWORD');
  return { url, password, tls };
}

/**
 * Kafka, from KAFKA_BROKERS, KAFKA_TLS, KAFKA_CA_FILE, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD or its file.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, or contradicts another.
 */
export function kafkaConnection(env: Environment): KafkaConnection {
  return readTogether<KafkaConnection>({
    brokers: () => brokersOf(env.KAFKA_BROKERS || refuse('KAFKA_BROKERS', 'is missing')),
    tls: () => tlsOf(env, 'KAFKA'),
    login: () => loginOf(env, 'KAFKA_SASL'),
  });
}

/**
 * The schema registry, from SCHEMA_REGISTRY_URL, _CA_FILE, _USERNAME and _PASSWORD or its file.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, or contradicts another; also when a password would
 * travel unencrypted to another machine.
 */
export function registryConnection(env: Environment): RegistryConnection {
  const connection = readTogether<RegistryConnection>({
    url: () => urlOf(env, 'SCHEMA_REGISTRY_URL', ['http:', 'https:']).href.replace(/\/$/, ''),
    ca: () => caOf(env, 'SCHEMA_REGISTRY_CA_FILE'),
    login: () => loginOf(env, 'SCHEMA_REGISTRY'),
  });
  const { protocol, hostname } = new URL(connection.url);
  if (protocol === 'https:') return connection;
  if (connection.ca) refuse('SCHEMA_REGISTRY_CA_FILE', 'is set, but SCHEMA_REGISTRY_URL is not https');
  if (connection.login && !ON_THIS_MACHINE.has(hostname)) {
    refuse('SCHEMA_REGISTRY_USERNAME', 'is set, but SCHEMA_REGISTRY_URL is not https, so the password could be read');
  }
  return connection;
}

/** The client takes whatever stands before the colon for a host, a space too. */
function brokersOf(list: string): readonly string[] {
  const brokers = list.split(',').map((one) => one.trim());
  const isBroker = (one: string): boolean => /^[^\s,:/]+:\d{1,5}$/.test(one);
  return brokers.every(isBroker) ? brokers : refuse('KAFKA_BROKERS', 'must be host:port, or several with commas between them');
}

function databaseUrlOf(env: Environment): string {
  const url = urlOf(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  if (url.search !== '') refuse('DATABASE_URL', 'may not have parameters; DATABASE_TLS and DATABASE_CA_FILE set TLS');
  return url.href;
}

function urlOf(env: Environment, name: string, protocols: readonly string[]): URL {
  const value = env[name] ?? refuse(name, 'is missing');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && protocols.includes(url.protocol)) return url;
  return refuse(name, `must be a URL that begins with ${protocols.join('// or ')}//`);
}

function tlsOf(env: Environment, name: 'DATABASE' | 'KAFKA'): Tls | undefined {
  const mode = env[`${name}_TLS`] ?? 'off';
  if (mode !== 'off' && mode !== 'verify-full') refuse(`${name}_TLS`, 'must be off or verify-full');
  const ca = caOf(env, `${name}_CA_FILE`);
  if (mode === 'verify-full') return { ca };
  if (ca) refuse(`${name}_CA_FILE`, `is set, but ${name}_TLS is not verify-full`);
  return undefined;
}

/** The authorities that may have signed a server's certificate: the PEM file that a setting names, if it is there. */
export function caOf(env: Environment, name: string): Secret | undefined {
  const isPem = (text: string): boolean => text.includes('-----BEGIN CERTIFICATE-----');
  return fileOf(env, name, (text) => (isPem(text) ? undefined : 'names a file without a PEM certificate'));
}

function loginOf(env: Environment, name: 'KAFKA_SASL' | 'SCHEMA_REGISTRY'): Login | undefined {
  const username = env[`${name}_USERNAME`];
  const password = optionalSecretOf(env, `${name}_PASSWORD`);
  if (username && password) return { username, password };
  if (username) refuse(`${name}_USERNAME`, `is set without ${name}_PASSWORD_FILE`);
  if (password) refuse(`${name}_USERNAME`, `is missing, but there is a password for it`);
  return undefined;
}

function refuse(name: string, problem: string): never {
  throw new InvalidSettings([`${name}: ${problem}`]);
}
