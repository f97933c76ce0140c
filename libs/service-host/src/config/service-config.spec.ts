import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AddressRanges } from '../http/address-ranges.js';
import { InvalidSettings } from './invalid-settings.js';
import { readSettings, serviceConfig } from './service-config.js';

const whole = {
  SERVICE_NAME: 'erp-writer',
  PORT: '4103',
  DATABASE_URL: 'postgres://erp:geheim@127.0.0.1:5432/erp',
  KAFKA_BROKERS: 'one:9092,two:9092',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081/apis/ccompat/v7',
  OPERATOR_KEY: '0123456789abcdef',
};

describe('serviceConfig', () => {
  it('reads the settings of a service and knows the usual values of the rest', () => {
    expect(serviceConfig(whole)).toEqual({
      serviceName: 'erp-writer',
      host: '127.0.0.1',
      port: 4103,
      database: { url: whole.DATABASE_URL },
      kafka: { brokers: ['one:9092', 'two:9092'], sessionTimeoutMs: 30_000, heartbeatIntervalMs: 3_000 },
      registry: { url: whole.SCHEMA_REGISTRY_URL },
      operatorKey: { current: expect.any(Function) },
      edge: { trustedProxies: new AddressRanges([]), requestsPerMinute: 6_000, refusalsPerMinute: 60 },
      logLevel: 'info',
      problemTypeBase: '/problems/',
    });
  });

  it('names every setting that is missing or wrong, at once, and no value', () => {
    const read = (): unknown =>
      serviceConfig({ ...whole, PORT: 'seventy', DATABASE_URL: 'mysql://geheim', KAFKA_BROKERS: undefined });
    expect(read).toThrow(InvalidSettings);
    expect(read).toThrow(/PORT: [\s\S]*DATABASE_URL: [\s\S]*KAFKA_BROKERS: is missing/);
    expect(read).not.toThrow(/geheim|seventy/);
  });

  it.each([
    ['OPERATOR_KEY', 'short'],
    ['OPERATOR_KEY', 'one-key-of-the-operator\nanother-key-of-them\nand-a-third-key-of-them'],
    ['OPERATOR_KEY', 'a key that holds spaces'],
    ['HTTP_ALLOWED_ADDRESSES', '10.0.0.0/33'],
    ['HTTP_ALLOWED_ADDRESSES', ''],
    ['HTTP_TRUSTED_PROXIES', '10.0.0.0/8;10.1.0.0/16'],
    ['HTTP_TRUSTED_PROXIES', 'the-ingress'],
    ['HTTP_REQUESTS_PER_MINUTE', '0'],
  ])('refuses %s of the wrong form: %j', (name, value) => {
    expect(() => serviceConfig({ ...whole, [name]: value })).toThrow(`${name}: `);
  });

  it("reads an app's own settings by its own schema", () => {
    const schema = z.object({ ERP_URL: z.url() });
    expect(readSettings(schema, { ERP_URL: 'http://erp' })).toEqual({ ERP_URL: 'http://erp' });
    expect(() => readSettings(schema, {})).toThrow('ERP_URL: is missing');
  });
});
