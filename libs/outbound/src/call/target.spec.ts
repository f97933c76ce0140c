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

  it('is refused when its waits add up to the time after which it gives up, so that none of them is left out', () => {
    const retry = { delaysMs: [1_000, 2_000], jitter: 0, giveUpAfterMs: 3_000 };
    expect(() => defineTarget({ ...settings, retry })).toThrow('add up to 3000');
    expect(() => defineTarget({ ...settings, retry: { ...retry, giveUpAfterMs: 3_001 } })).not.toThrow();
  });

  it('is told all its faults at once', () => {
    expect(() => defineTarget({ ...settings, slots: 0, ratePerSecond: -1 })).toThrow(/target books: slots.*; ratePerSecond/);
  });
});
