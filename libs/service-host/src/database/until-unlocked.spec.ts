import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { untilUnlocked } from './until-unlocked.js';

const failure = (code: string): Error => Object.assign(new Error(`failed with ${code}`), { code });

describe('a change of tables that needs locks', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each(['55P03', '40P01'])('is tried again after 5 s, for as long as it ends with %s', async (code) => {
    const change = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure(code)).mockRejectedValueOnce(failure(code));
    change.mockResolvedValue('done');
    const told: string[] = [];
    const end = untilUnlocked(change, ({ message }) => void told.push(message));
    await vi.advanceTimersByTimeAsync(4_900);
    expect(change).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5_200);
    expect(await end).toBe('done');
    expect(told).toEqual([`failed with ${code}`, `failed with ${code}`]);
  });

  it('ends with whatever else it fails with', async () => {
    const change = vi.fn<() => Promise<void>>().mockRejectedValue(failure('42P07'));
    await expect(untilUnlocked(change, () => undefined)).rejects.toMatchObject({ code: '42P07' });
    expect(change).toHaveBeenCalledTimes(1);
  });
});
