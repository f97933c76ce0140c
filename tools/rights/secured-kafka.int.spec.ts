import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { catalogue } from '@kervan/contracts';
import { kafkaClient, messagingMigrations, registerSchemas } from '@kervan/messaging';
import { fixedSecret, type KafkaConnection, type ServiceConfig, serviceConfig } from '@kervan/service-host';
import { eventually, freshDatabase, type FreshDatabase, testStack } from '@kervan/testing';
import { Logger } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSource } from '../platform/services.js';
import { checkout } from '../stack/checkout.js';
import { createTopics } from '../topics/create-topics.js';
import { parseAcls } from './acl-file.js';
import { applyAcls } from './apply-acls.js';
import { countingCatalogue, startCountingService } from './fixtures/counting-service.js';
import { probedMatrix } from './fixtures/probe.js';
import { ADMIN, type SecuredKafka, startSecuredKafka } from './fixtures/secured-kafka.js';
import { matrixOf, renderMatrix } from './kafka-matrix.js';
import { kafkaRights, SETUP } from './kafka-rights.js';
import { ACLS_FILE, KAFKA_MATRIX_FILE } from './rights-files.js';

const committed = (path: string): string => readFileSync(join(checkout, path), 'utf8');
const rights = parseAcls(committed(ACLS_FILE));
const expected = matrixOf(rights);

let kafka: SecuredKafka;

beforeAll(async () => {
  Logger.overrideLogger(false);
  kafka = await startSecuredKafka([...expected.principals, 'stranger', 'tester']);
}, 120_000);
afterAll(() => kafka.stop());

async function asAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = kafkaClient({ ...kafka.as(ADMIN), clientId: 'test' }).admin();
  await admin.connect();
  return work(admin).finally(() => admin.disconnect());
}

/** Whether a broker lets a client in; `undefined`, or what it says. */
async function refusalOf(connection: KafkaConnection): Promise<string | undefined> {
  const { brokers, tls, login } = connection;
  const admin = new Kafka({
    brokers: [...brokers],
    ...(tls && { ssl: { ca: tls.ca!.current() } }),
    ...(login && { sasl: { mechanism: 'scram-sha-512', username: login.username, password: login.password.current() } }),
    connectionTimeout: 2_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  }).admin();
  try {
    await admin.connect();
    await admin.listTopics();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await admin.disconnect();
  }
}

describe('the rights in Kafka', () => {
  it('are those of the committed file: what is missing is given, what is too much is taken, and nothing else touched', async () => {
    expect(await asAdmin((admin) => applyAcls(admin, rights))).toEqual({ given: rights.length, taken: 0 });
    const beyond = { principal: 'console', resource: 'topic', name: 'erp.document.commands.v1', operation: 'Write' } as const;
    const ofStranger = { principal: 'stranger', resource: 'group', name: 'strange', operation: 'Read' } as const;
    await asAdmin((admin) => applyAcls(admin, [...rights, beyond, ofStranger]));
    expect(await asAdmin((admin) => applyAcls(admin, rights))).toEqual({ given: 0, taken: 1 });
    expect(await asAdmin((admin) => applyAcls(admin, [ofStranger]))).toEqual({ given: 0, taken: 0 });
  });

  it('are given by `npm run rights:apply` to an administrator, who is told where nothing is to be done', async () => {
    const run = promisify(execFile)(process.execPath, [...runSource, join(checkout, 'tools/rights/apply.ts')], {
      env: {
        KAFKA_BROKERS: kafka.brokers.join(),
        KAFKA_TLS: 'verify-full',
        KAFKA_CA_FILE: kafka.caFile,
        KAFKA_SASL_USERNAME: ADMIN,
        KAFKA_SASL_PASSWORD: kafka.passwordOf(ADMIN),
      },
    });
    expect(await run).toEqual({ stdout: '0 rights given, 0 taken\n', stderr: '' });
  });

  it('let setup create every topic, and no service', async () => {
    await expect(createTopics({ kafka: kafka.as('console') })).rejects.toThrow(/not authorized/i);
    const { created } = await createTopics({ kafka: kafka.as(SETUP) });
    expect(created).toEqual(expected.topics);
  });

  it('are, for every principal, topic, group and operation, those that the committed matrix tells', async () => {
    const found = await probedMatrix(expected, (principal) => kafka.as(principal));
    expect(renderMatrix(found)).toBe(committed(KAFKA_MATRIX_FILE));
  });

  it('control: the superuser passes everywhere, and a principal without rights nowhere', async () => {
    const few = { principals: [ADMIN, 'stranger'], topics: expected.topics.slice(-2), groups: [] };
    const found = await probedMatrix(few, (principal) => kafka.as(principal));
    for (const topic of few.topics) {
      expect([found.may(ADMIN, 'topic', topic, 'Write'), found.may('stranger', 'topic', topic, 'Describe')]).toEqual([true, false]);
    }
  });

  it('are nobody’s without TLS, with another authority, under an unknown name or by a wrong password', async () => {
    const { brokers, tls, login } = kafka.as('erp-writer');
    expect(await refusalOf({ brokers, tls, login })).toBeUndefined();
    expect(await refusalOf({ brokers, login })).toMatch(/./);
    const password = fixedSecret(kafka.passwordOf('console'));
    expect(await refusalOf({ brokers, tls, login: { username: 'erp-writer', password } })).toMatch(/SASL SCRAM SHA512 authentication failed/);
    expect(await refusalOf({ brokers, tls, login: { username: 'nobody', password } })).toMatch(/SASL SCRAM SHA512 authentication failed/);
    expect(await refusalOf({ brokers, tls })).toMatch(/./);
  });

  it('cover every topic of the catalogue', () => {
    expect(expected.topics).toEqual(expect.arrayContaining(catalogue.topics.map(({ name }) => name)));
  });
});

describe('a service on a secured broker', () => {
  const service = 'tester';
  const topics = countingCatalogue(service).topics;
  let folder: string;
  let database: FreshDatabase;
  let log = '';

  const settings = (username: string, passwordFile: string): ServiceConfig =>
    serviceConfig({
      SERVICE_NAME: service,
      PORT: '0',
      DATABASE_URL: database.url,
      SCHEMA_REGISTRY_URL: testStack().schemaRegistryUrl,
      KAFKA_BROKERS: kafka.brokers.join(),
      KAFKA_TLS: 'verify-full',
      KAFKA_CA_FILE: kafka.caFile,
      KAFKA_SASL_USERNAME: username,
      KAFKA_SASL_PASSWORD_FILE: passwordFile,
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      KAFKA_HEARTBEAT_INTERVAL_MS: '1000',
      OPERATOR_KEY: 'operator-key-of-this-test',
    });
  const logger = pino({ level: 'warn' }, { write: (line: string) => void (log += line) });
  const passwordFile = (): string => join(folder, 'password');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rotated-'));
    database = await freshDatabase([...messagingMigrations]);
    await registerSchemas({ url: testStack().schemaRegistryUrl }, countingCatalogue(service));
    const own = kafkaRights(topics).filter(({ principal }) => principal === service);
    await asAdmin((admin) => applyAcls(admin, own));
    await createTopics({ kafka: kafka.as(ADMIN), topics });
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('goes on through a change of its password, which it has later than the brokers, without a restart', async () => {
    writeFileSync(passwordFile(), kafka.passwordOf(service));
    const counting = await startCountingService(settings(service, passwordFile()), logger);
    await counting.count(1);
    await eventually('the first count', () => counting.counts.includes(1));

    await kafka.setPassword(service, 'another-password');
    await eventually('a refusal of the old password', () => log.includes('authentication failed'), { withinMs: 60_000 });
    await counting.count(2);

    writeFileSync(passwordFile(), 'another-password');
    await counting.count(3);
    await eventually('the counts that waited', () => counting.counts.join() === '1,2,3', { withinMs: 60_000 });
    expect((await fetch(`${counting.url}/health/live`)).status).toBe(200);
    expect(log).not.toContain('another-password');
    await counting.stop();
  });

  it('is refused its topic and its group as another principal', async () => {
    writeFileSync(passwordFile(), kafka.passwordOf('pos-ingest'));
    await expect(startCountingService(settings('pos-ingest', passwordFile()), logger)).rejects.toThrow(/authorized/i);
  });
});
