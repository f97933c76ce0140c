import { describe, expect, it, vi } from 'vitest';
import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  it('is well with no checks, and when all of them are', async () => {
    const registry = new HealthRegistry();
    expect((await registry.isLive()).ok).toBe(true);
    registry.ready('database', () => Promise.resolve({ ok: true }));
    expect(await registry.isReady()).toEqual({ ok: true, checks: { database: { ok: true } } });
  });

  it('names the check that is not well', async () => {
    const registry = new HealthRegistry();
    registry.live('consumer', () => ({ ok: false, reason: 'no progress for 90 s' }));
    expect(await registry.isLive()).toEqual({
      ok: false,
      checks: { consumer: { ok: false, reason: 'no progress for 90 s' } },
    });
  });

  it('counts a check that throws as not well and tells no detail of it', async () => {
    const registry = new HealthRegistry();
    registry.ready('database', () => Promise.reject(new Error('password authentication failed for user erp')));
    expect((await registry.isReady()).checks.database).toEqual({ ok: false, reason: 'check-failed' });
  });

  it('does not wait for a check that never ends', async () => {
    vi.useFakeTimers();
    try {
      const registry = new HealthRegistry();
      registry.ready('database', () => new Promise(() => undefined));
      const report = registry.isReady();
      await vi.advanceTimersByTimeAsync(2_000);
      expect((await report).checks.database).toEqual({ ok: false, reason: 'check-timeout' });
    } finally {
      vi.useRealTimers();
    }
  });
});
