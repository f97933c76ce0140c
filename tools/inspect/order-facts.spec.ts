import { describe, expect, it } from 'vitest';
import { happeningsOfCall, type Call } from './order-facts.js';

const completed: Call = {
  target: 'rest-erp',
  type: 'post-sales-order',
  state: 'completed',
  repeatKey: 'SO-1',
  attempts: 0,
  createdAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:00:01.000Z',
};

describe('the end of a call', () => {
  it.each([
    { attempts: 0, told: 'post-sales-order completed' },
    { attempts: 1, told: 'post-sales-order completed after 1 failed attempt' },
    { attempts: 2, told: 'post-sales-order completed after 2 failed attempts' },
  ])('after $attempts failed attempts reads “$told”', ({ attempts, told }) => {
    expect(happeningsOfCall('erp-writer', { ...completed, attempts }).map(({ what }) => what)).toEqual(['post-sales-order to rest-erp', told]);
  });
});

it('a call that has not ended is told with its state', () => {
  const [only, ...others] = happeningsOfCall('erp-writer', { ...completed, state: 'pending', endedAt: null });
  expect(others).toEqual([]);
  expect(only).toEqual({ at: completed.createdAt, service: 'erp-writer', what: 'post-sales-order to rest-erp: pending', reference: 'SO-1' });
});
