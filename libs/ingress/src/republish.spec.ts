import type { DatabaseTransaction } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { CONFIRM_WITHIN_MINUTES, republishUnconfirmed } from './republish.js';

const DAY = 24 * 60;

describe('the times within which an order is to be confirmed', () => {
  it('begin with a quarter of an hour and double up to a day', () => {
    expect(CONFIRM_WITHIN_MINUTES[0]).toBe(15);
    expect(CONFIRM_WITHIN_MINUTES.at(-1)).toBe(DAY);
    for (const [at, minutes] of CONFIRM_WITHIN_MINUTES.entries()) expect(minutes).toBe(Math.min(15 * 2 ** at, DAY));
  });

  it('let an order be published at most seven times within its first day', () => {
    const after = CONFIRM_WITHIN_MINUTES.map((_, at) => CONFIRM_WITHIN_MINUTES.slice(0, at).reduce((sum, one) => sum + one, 0));
    expect(after.filter((minutes) => minutes < DAY)).toHaveLength(7);
  });

  it('are what overdue orders are looked for by', async () => {
    const asked: (readonly unknown[] | undefined)[] = [];
    const query = async (_sql: string, params?: readonly unknown[]): Promise<unknown[]> => {
      asked.push(params);
      return [];
    };
    expect(await republishUnconfirmed({ query } as unknown as DatabaseTransaction, { service: 'x', table: 'y' })).toBe(0);
    expect(asked.map((params) => params?.[0])).toEqual([CONFIRM_WITHIN_MINUTES, CONFIRM_WITHIN_MINUTES]);
  });
});
