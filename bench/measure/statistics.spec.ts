import { describe, expect, it } from 'vitest';
import { medianSlopeOf, percentile, slopeOf, spreadOf } from './statistics.js';

describe('the spread of figures', () => {
  it('has the middle one of an odd number as its median', () => {
    expect(spreadOf([9, 1, 5])).toEqual({ median: 5, least: 1, most: 9 });
  });

  it('has the mean of the middle two of an even number as its median', () => {
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, least: 1, most: 9 });
  });

  it('is refused for nothing', () => {
    expect(() => spreadOf([])).toThrow('nothing');
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is the figure of its rank, whatever the order they came in', () => {
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 1)).toBe(100);
  });

  it('of few figures is the next higher one, never one between', () => {
    expect(percentile([10, 20, 30], 0.5)).toBe(20);
    expect(percentile([10, 20, 30], 0.95)).toBe(30);
  });

  it('is refused for nothing', () => {
    expect(() => percentile([], 0.95)).toThrow('nothing');
  });
});

describe('a slope', () => {
  it('is that of the line that the points lie on', () => {
    expect(slopeOf([[0, 5], [2, 9], [3, 11]])).toBe(2);
  });

  it('is none where there is no line', () => {
    expect(slopeOf([[1, 5]])).toBe(0);
    expect(slopeOf([])).toBe(0);
  });
});

describe('a median slope', () => {
  it('is that of the line that most points lie on, however far off a few are', () => {
    expect(medianSlopeOf([[0, 5], [1, 7], [2, 900], [3, 11], [4, 13]])).toBe(2);
  });

  it('is 0 of a single point', () => {
    expect(medianSlopeOf([[1, 7]])).toBe(0);
  });
});
