import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Unread } from './unread.js';

describe('what is still to be read', () => {
  let unread: Unread;

  beforeEach(() => {
    vi.useFakeTimers();
    unread = new Unread(new Map([['a.v1/3', 7n], ['b.v1/0', 1n]]));
  });

  afterEach(() => {
    unread.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('is read once each partition has come to its end, or beyond', async () => {
    unread.reached('a.v1/3', 6n);
    unread.reached('b.v1/0', 2n);
    unread.reached('a.v1/3', 7n);
    await expect(unread.read).resolves.toBeUndefined();
  });

  it('is read at once where there is nothing', async () => {
    await expect(new Unread(new Map()).read).resolves.toBeUndefined();
  });

  it('is named, and given up, where nothing of it comes for two minutes', async () => {
    unread.reached('a.v1/3', 6n);
    unread.reached('b.v1/0', 1n);
    vi.advanceTimersByTime(120_000);
    await expect(unread.read).rejects.toThrow('nothing came for 120 s of what is still to be read: a.v1/3 up to 7');
  });

  it('is waited for as long as some of it comes, however slowly; what was read already is none of it', async () => {
    for (const next of [2n, 4n, 7n]) {
      vi.advanceTimersByTime(100_000);
      unread.reached('a.v1/3', next);
    }
    vi.advanceTimersByTime(119_999);
    unread.reached('a.v1/3', 8n);
    vi.advanceTimersByTime(1);
    await expect(unread.read).rejects.toThrow('b.v1/0 up to 1');
  });

  it('is not read where the reading fails', async () => {
    unread.fail(new Error('no broker'));
    await expect(unread.read).rejects.toThrow('no broker');
  });
});
