import { standardRetry } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { defineTarget, standardBreaker, type TargetSettings } from './target.js';

const settings: TargetSettings = {
  name: 'books',
  baseUrl: 'https://books.example/api/',
  repeat: 'key',
  keyLifetimeMs: 1,
  maxProcessingMs: 1,
  lookupLagMs: 1,
  slots: 4,
};

describe('a target', () => {
  it('has its address read once', () => {
    expect(defineTarget(settings).endpoint).toEqual({
      base: 'https://books.example/api', protocol: 'https:', host: 'books.example', port: 443,
    });
    expect(defineTarget({ ...settings, baseUrl: 'http://[::1]:8080' }).endpoint).toMatchObject({ host: '[::1]', port: 8080 });
  });

  it.each<[string, Partial<TargetSettings>]>([
    ['slots', { slots: 0 }],
    ['slots', { slots: 1.5 }],
    ['baseUrl', { baseUrl: 'ftp://books.example' }],
    ['ratePerSecond', { ratePerSecond: 0 }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['retry.delaysMs is empty', { retry: { ...standardRetry, delaysMs: [] } }],
    ['retry.delaysMs must be over 0', { retry: { ...standardRetry, delaysMs: [0] } }],
    ['retry.jitter', { retry: { ...standardRetry, jitter: 1 } }],
    ['breaker.failureShare', { breaker: { ...standardBreaker, failureShare: 0 } }],
    ['breaker.probes', { breaker: { ...standardBreaker, probes: 0 } }],
    ['breaker.rampMs', { breaker: { ...standardBreaker, rampMs: -1 } }],
  ])('is refused for its %s', (told, wrong) => {
    expect(() => defineTarget({ ...settings, ...wrong })).toThrow(told);
  });

  it.each<[string, string, string]>([
    ['baseUrl', 'https://our-user:our-secret@books.example', 'user or password'],
    ['baseUrl', 'https://our-secret@books.example', 'user or password'],
    ['baseUrl', 'https://books.example/api?key=our-secret', 'query or fragment'],
    ['baseUrl', 'https://books.example/?', 'query or fragment'],
    ['baseUrl', 'https://books.example/api#our-secret', 'query or fragment'],
    ['oauth.tokenUrl', 'https://:our-secret@access.example/token', 'user or password'],
    ['oauth.tokenUrl', 'https://access.example/token#our-secret', 'fragment'],
  ])('is refused for what would be told with its address, and that is not told: %s %s', (name, url, told) => {
    const oauth = { tokenUrl: url, clientId: 'us', clientSecret: () => '' };
    const define = (): unknown => defineTarget({ ...settings, ...(name === 'baseUrl' ? { baseUrl: url } : { oauth }) });
    expect(define).toThrow(`target books: ${name} must be without ${told}`);
    expect(define).not.toThrow(/our-/);
  });

  it('may ask for tokens at an address with a query', () => {
    const oauth = { tokenUrl: 'https://access.example/token?tenant=1', clientId: 'us', clientSecret: () => '' };
    expect(() => defineTarget({ ...settings, oauth })).not.toThrow();
  });

  it('is refused when its waits add up to the time after which it gives up, so that none of them is left out', () => {
    const retry = { delaysMs: [1_000, 2_000], jitter: 0, giveUpAfterMs: 3_000 };
    expect(() => defineTarget({ ...settings, retry })).toThrow('add up to 3000');
    expect(() => defineTarget({ ...settings, retry: { ...retry, giveUpAfterMs: 3_001 } })).not.toThrow();
  });

  it('is told all its faults at once', () => {
    expect(() => defineTarget({ ...settings, slots: 0, ratePerSecond: -1 })).toThrow(/target books: slots.*; ratePerSecond/);
  });
});
