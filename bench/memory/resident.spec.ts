import { describe, expect, it } from 'vitest';
import { residentIn } from './resident.js';

describe('the memory of a process', () => {
  it('is what it has in RAM, not what it has reserved', () => {
    expect(residentIn('VmPeak:\t 1200000 kB\nVmRSS:\t  100000 kB\nVmSwap:\t 7 kB\n')).toBeCloseTo(102.4);
  });

  it('is not told of a process that has ended', () => {
    expect(() => residentIn('Name:\tnode\nState:\tZ (zombie)\n')).toThrow('no memory');
  });
});
