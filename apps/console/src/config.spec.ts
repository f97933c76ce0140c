import { aloneEnvironment } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { consoleConfig } from './config.js';

const env = {
  ...aloneEnvironment('console'),
  SERVICE_URLS: '{"pos-ingest":"http://127.0.0.1:4101"}',
};

describe('the settings of console', () => {
  it('name the services by their addresses', () => {
    expect(consoleConfig(env).serviceUrls).toEqual({ 'pos-ingest': 'http://127.0.0.1:4101' });
  });

  it.each([
    ['SERVICE_URLS', 'no json'],
    ['SERVICE_URLS', '["http://127.0.0.1"]'],
    ['SERVICE_URLS', '{"pos-ingest":"ftp://127.0.0.1"}'],
    ['TRACE_URL_TEMPLATE', 'http://jaeger/trace/'],
  ])('are refused with %s = %s', (name, value) => {
    expect(() => consoleConfig({ ...env, [name]: value })).toThrow(name);
  });

  it('take an address of traces with the place of the id in it', () => {
    const template = 'http://jaeger/trace/{traceId}';
    expect(consoleConfig({ ...env, TRACE_URL_TEMPLATE: template }).traceUrlTemplate).toBe(template);
  });
});
