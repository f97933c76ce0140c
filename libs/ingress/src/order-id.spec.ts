import { describe, expect, it } from 'vitest';
import { orderIdOf } from './order-id.js';

describe('orderIdOf', () => {
  it('is a UUIDv8, the same for the same key and for ever', () => {
    expect(orderIdOf('AM01', 'live', 'till', '012', '3', 147, 5012)).toBe('26a2465c-4450-897a-a913-cf53105155b1');
  });

  it('tells apart keys whose parts run together, and numbers from texts', () => {
    const ids = [orderIdOf('a', 'bc'), orderIdOf('ab', 'c'), orderIdOf('a","bc'), orderIdOf(1), orderIdOf('1')];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
