import { describe, expect, it } from 'vitest';
import { integratorTargets } from './adapters/integrator/integrator-targets.js';
import { einvoiceConfig } from './config.js';

const env = {
  SERVICE_NAME: 'einvoice-sender', PORT: '0', DATABASE_URL: 'postgres://u@127.0.0.1/d', KAFKA_BROKERS: '127.0.0.1:9092',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081', OPERATOR_KEY: 'operator-key-of-a-test',
  INTEGRATOR_URL: 'https://integrator.example', INTEGRATOR_API_KEY: 'secret', COMPANIES_FILE: 'companies.json', UBL_XSD_DIR: 'ubl',
};

describe('the settings of einvoice-sender', () => {
  it('are of a live integrator with 8 slots, by https, unless told', () => {
    expect(einvoiceConfig(env)).toMatchObject({
      mostOpenCalls: 1_000_000, integrator: { slots: 8, mode: 'live', allowPlainHttp: false, oauth: undefined },
    });
    expect(einvoiceConfig({ ...env, OUTBOUND_MOST_OPEN_CALLS: '20000' }).mostOpenCalls).toBe(20_000);
  });

  it('name what is wrong and not its value', () => {
    const wrong = { ...env, INTEGRATOR_SLOTS: '0', INTEGRATOR_URL: 'ftp://secret@integrator', OUTBOUND_MOST_OPEN_CALLS: '999' };
    expect(() => einvoiceConfig(wrong)).toThrow(/INTEGRATOR_URL[^]*INTEGRATOR_SLOTS[^]*OUTBOUND_MOST_OPEN_CALLS/);
    expect(() => einvoiceConfig(wrong)).not.toThrow(/secret/);
  });

  it('show the key with every request', () => {
    const { transmission, questions } = integratorTargets(einvoiceConfig(env).integrator);
    for (const target of [transmission, questions]) {
      expect([target.headers(), target.oauth]).toEqual([{ authorization: 'Bearer secret' }, undefined]);
    }
  });

  it('take the key as the secret of a client where the integrator asks for access tokens, for both of its targets', () => {
    const oauth = {
      INTEGRATOR_OAUTH_TOKEN_URL: 'https://id.example/token', INTEGRATOR_OAUTH_CLIENT_ID: 'kervan', INTEGRATOR_OAUTH_SCOPE: 'invoices',
    };
    const { integrator } = einvoiceConfig({ ...env, ...oauth });
    const { transmission, questions } = integratorTargets(integrator);
    for (const target of [transmission, questions]) {
      expect(target.oauth).toMatchObject({ tokenUrl: 'https://id.example/token', clientId: 'kervan', scope: 'invoices' });
      expect([target.oauth?.clientSecret(), target.headers()]).toEqual(['secret', {}]);
    }
    const { INTEGRATOR_OAUTH_SCOPE: _, ...unscoped } = oauth;
    expect(einvoiceConfig({ ...env, ...unscoped }).integrator.oauth).not.toHaveProperty('scope');
    for (const half of ['INTEGRATOR_OAUTH_TOKEN_URL', 'INTEGRATOR_OAUTH_CLIENT_ID', 'INTEGRATOR_OAUTH_SCOPE'] as const) {
      expect(() => einvoiceConfig({ ...env, [half]: oauth[half] })).toThrow(/INTEGRATOR_OAUTH_(TOKEN_URL|CLIENT_ID)/);
    }
  });
});
