import { describe, expect, it } from 'vitest';
import { laneOf, LANES, murmur2 } from './lane.js';

describe('murmur2', () => {
  it.each([
    ['', 275646681],
    ['21', -973932308],
    ['abc', 479470107],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ])('of %j is what Apache Kafka computes', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });
});

describe('the lane of a key', () => {
  it.each([['foobar', 6], ['abc', 3], ['21', 0]])('%j is its partition of twelve', (key, lane) => {
    expect(laneOf(key)).toBe(lane);
    expect(laneOf(Buffer.from(key))).toBe(lane);
  });

  it('spreads keys over all lanes', () => {
    const lanes = new Set(Array.from({ length: 1_000 }, (_, at) => laneOf(`order-${at}`)));
    expect(lanes.size).toBe(LANES);
  });
});
