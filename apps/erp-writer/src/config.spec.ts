import { describe, expect, it } from 'vitest';
import { restErpTarget } from './adapters/rest-erp/rest-erp.target.js';
import { erpWriterConfig } from './config.js';

const env = {
  SERVICE_NAME: 'erp-writer', PORT: '0', DATABASE_URL: 'postgres://u@127.0.0.1/d', KAFKA_BROKERS: '127.0.0.1:9092',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081', OPERATOR_KEY: 'operator-key-of-a-test',
  ERP_URL: 'https://erp.example/api', ERP_API_KEY: 'secret',
};

describe('the settings of erp-writer', () => {
  it('have 16 slots and no plain http unless told', () => {
    expect(erpWriterConfig(env).erp).toMatchObject({ slots: 16, allowPlainHttp: false, ratePerSecond: undefined });
    expect(erpWriterConfig({ ...env, ERP_SLOTS: '4', ERP_RATE_PER_SECOND: '20' }).erp).toMatchObject({ slots: 4, ratePerSecond: 20 });
  });

  it('let a million calls be open unless told, and never so few that a working ERP is not asked', () => {
    expect(erpWriterConfig(env).mostOpenCalls).toBe(1_000_000);
    expect(erpWriterConfig({ ...env, OUTBOUND_MOST_OPEN_CALLS: '20000' }).mostOpenCalls).toBe(20_000);
    expect(() => erpWriterConfig({ ...env, OUTBOUND_MOST_OPEN_CALLS: '999' })).toThrow('OUTBOUND_MOST_OPEN_CALLS');
  });

  it('are of a live ERP unless told', () => {
    expect(erpWriterConfig(env).mode).toBe('live');
    expect(erpWriterConfig({ ...env, ERP_MODE: 'test' }).mode).toBe('test');
    expect(() => erpWriterConfig({ ...env, ERP_MODE: 'Test' })).toThrow('ERP_MODE');
  });

  it('name what is wrong and not its value', () => {
    expect(() => erpWriterConfig({ ...env, ERP_SLOTS: '0', ERP_URL: 'ftp://secret@erp' })).toThrow(/ERP_URL[^]*ERP_SLOTS/);
    expect(() => erpWriterConfig({ ...env, ERP_URL: 'ftp://secret@erp' })).not.toThrow(/secret/);
  });

  it('take the key as the secret of a client where the ERP asks for access tokens', () => {
    const oauth = { ERP_OAUTH_TOKEN_URL: 'https://id.example/token', ERP_OAUTH_CLIENT_ID: 'kervan', ERP_OAUTH_SCOPE: 'erp.write' };
    expect(erpWriterConfig(env).erp.oauth).toBeUndefined();
    const { erp } = erpWriterConfig({ ...env, ...oauth });
    expect(erp.oauth).toEqual({ tokenUrl: 'https://id.example/token', clientId: 'kervan', scope: 'erp.write' });
    const target = restErpTarget(erp);
    expect(target.oauth?.clientSecret()).toBe('secret');
    expect(target.headers()).toEqual({});
    expect(() => erpWriterConfig({ ...env, ERP_OAUTH_CLIENT_ID: 'kervan' })).toThrow('ERP_OAUTH_TOKEN_URL');
  });
});
