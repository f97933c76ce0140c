import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseConnection, kafkaConnection, registryConnection } from './connections.js';
import { InvalidSettings } from './invalid-settings.js';
import { postgresOptions } from './postgres-options.js';
import type { Environment } from './service-config.js';

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'connections-'));
  writeFileSync(file('password'), 'geheim\n');
  writeFileSync(file('ca.pem'), '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const database = { DATABASE_URL: 'postgres://erp_writer@db.internal/erp_writer' };
const kafka = { KAFKA_BROKERS: 'one:9093,two:9093' };
const registry = { SCHEMA_REGISTRY_URL: 'https://registry.internal/apis/ccompat/v7' };

describe('the settings of a connection', () => {
  it('may be as plain as in development', () => {
    const plain = databaseConnection({ DATABASE_URL: 'postgres://u:p%40ss@127.0.0.1:5433/d' });
    expect(postgresOptions(plain)).toEqual({
      host: '127.0.0.1', port: 5433, user: 'u', password: 'p@ss', database: 'd', ssl: false,
    });
    expect(kafkaConnection(kafka)).toEqual({ brokers: ['one:9093', 'two:9093'] });
    expect(kafkaConnection({ KAFKA_BROKERS: ' one:9093, two:9093' })).toEqual({ brokers: ['one:9093', 'two:9093'] });
    expect(registryConnection({ SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081/' })).toEqual({ url: 'http://127.0.0.1:8081' });
  });

  it('are, in production, TLS, a name, and a password that is read at every use', () => {
    const connection = databaseConnection({
      ...database, DATABASE_PASSWORD_FILE: file('password'), DATABASE_TLS: 'verify-full', DATABASE_CA_FILE: file('ca.pem'),
    });
    const { password, ssl, ...rest } = postgresOptions(connection);
    expect(rest).toEqual({ host: 'db.internal', port: 5432, user: 'erp_writer', database: 'erp_writer' });
    expect((password as () => string)()).toBe('geheim');
    writeFileSync(file('password'), 'geheimer\n');
    expect((password as () => string)()).toBe('geheimer');
    expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: expect.stringContaining('BEGIN CERTIFICATE') as string });

    const secured = kafkaConnection({
      ...kafka, KAFKA_TLS: 'verify-full', KAFKA_SASL_USERNAME: 'erp-writer', KAFKA_SASL_PASSWORD_FILE: file('password'),
    });
    expect([secured.tls, secured.login?.username]).toEqual([{}, 'erp-writer']);
  });

  it.each<[string, (env: Environment) => unknown, Record<string, string>, string]>([
    ['a password in the URL and beside it', databaseConnection,
      { DATABASE_URL: 'postgres://u:p@h/d', DATABASE_PASSWORD: 'q' }, 'DATABASE_URL: has a password'],
    ['parameters in the URL', databaseConnection, { DATABASE_URL: 'postgres://u@h/d?sslmode=disable' }, 'DATABASE_URL: may not have'],
    ['another database', databaseConnection, { DATABASE_URL: 'mysql://u@h/d' }, 'DATABASE_URL: must be a URL that begins'],
    ['a CA without TLS', databaseConnection, { ...database, DATABASE_CA_FILE: '{ca}' }, 'DATABASE_CA_FILE: is set, but'],
    ['an unknown way of TLS', databaseConnection, { ...database, DATABASE_TLS: 'require' }, 'DATABASE_TLS: must be off or'],
    ['a CA that is none', databaseConnection,
      { ...database, DATABASE_TLS: 'verify-full', DATABASE_CA_FILE: '{password}' }, 'DATABASE_CA_FILE: names a file without'],
    ['no brokers', kafkaConnection, { KAFKA_BROKERS: '' }, 'KAFKA_BROKERS: is missing'],
    ['a broker without a port', kafkaConnection, { KAFKA_BROKERS: 'one:9093,two' }, 'KAFKA_BROKERS: must be host:port'],
    ['a broker by URL', kafkaConnection, { KAFKA_BROKERS: 'kafka://one:9093' }, 'KAFKA_BROKERS: must be host:port'],
    ['brokers with a space between', kafkaConnection, { KAFKA_BROKERS: 'one:9093 two:9093' }, 'KAFKA_BROKERS: must be host:port'],
    ['nothing behind a comma', kafkaConnection, { KAFKA_BROKERS: 'one:9093,' }, 'KAFKA_BROKERS: must be host:port'],
    ['a CA without TLS', kafkaConnection, { ...kafka, KAFKA_CA_FILE: '{ca}' }, 'KAFKA_CA_FILE: is set, but KAFKA_TLS'],
    ['a name without a password', kafkaConnection,
      { ...kafka, KAFKA_SASL_USERNAME: 'u' }, 'KAFKA_SASL_USERNAME: is set without KAFKA_SASL_PASSWORD_FILE'],
    ['a password without a name', kafkaConnection,
      { ...kafka, KAFKA_SASL_PASSWORD_FILE: '{password}' }, 'KAFKA_SASL_USERNAME: is missing'],
    ['a password file that is not there', kafkaConnection,
      { ...kafka, KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD_FILE: '/none' }, 'KAFKA_SASL_PASSWORD_FILE: names a file that'],
    ['a CA for plain http', registryConnection,
      { SCHEMA_REGISTRY_URL: 'http://r', SCHEMA_REGISTRY_CA_FILE: '{ca}' }, 'SCHEMA_REGISTRY_CA_FILE: is set, but'],
    ['a password over plain http', registryConnection,
      { SCHEMA_REGISTRY_URL: 'http://r', SCHEMA_REGISTRY_USERNAME: 'u', SCHEMA_REGISTRY_PASSWORD: 'p' },
      'SCHEMA_REGISTRY_USERNAME: is set, but SCHEMA_REGISTRY_URL is not https'],
    ['a name without a password', registryConnection,
      { ...registry, SCHEMA_REGISTRY_USERNAME: 'u' }, 'SCHEMA_REGISTRY_USERNAME: is set without'],
  ])('are refused by name with %s: %o', (_, read, env, problem) => {
    const named = Object.entries(env).map(([name, value]) => {
      return [name, value.replace('{ca}', file('ca.pem')).replace('{password}', file('password'))];
    });
    const refused = (): unknown => read(Object.fromEntries(named) as Environment);
    expect(refused).toThrow(InvalidSettings);
    expect(refused).toThrow(problem);
  });
});
