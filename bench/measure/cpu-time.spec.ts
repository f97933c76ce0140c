import { describe, expect, it } from 'vitest';
import { busyMs, cpuUse, processTimes, timeByGroup } from './cpu-time.js';

describe('the time of a process', () => {
  it('is its own and that of its ended children, whatever its name', () => {
    const stat = '71 (a) b (c) S 70 71 71 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 1 0 999 0';
    expect(processTimes(stat)).toEqual({ pid: 71, parent: 70, cpuMs: 1_270 });
  });
});

describe('the busy time of the machine', () => {
  it('leaves out idling and waiting for disks, and holds what the machine was wanted for and its host gave to others', () => {
    expect(busyMs('cpu  100 10 50 90000 400 1 2 7 0 0\ncpu0 1 2 3')).toBe(1_700);
  });
});

describe('the time of groups', () => {
  const process = (pid: number, parent: number, cpuMs: number) => ({ pid, parent, cpuMs });

  it('holds everything that descends from their roots and nothing else', () => {
    const processes = [process(1, 0, 9), process(10, 1, 100), process(11, 10, 20), process(12, 11, 3), process(20, 1, 50)];
    const sums = timeByGroup(processes, new Map([[10, 'postgres'], [30, 'gone']]));
    expect(Object.fromEntries(sums)).toEqual({ postgres: 123, gone: 0 });
  });

  it('counts a root below another root apart', () => {
    const sums = timeByGroup([process(10, 1, 7), process(11, 10, 5)], new Map([[10, 'bench'], [11, 'load']]));
    expect(Object.fromEntries(sums)).toEqual({ bench: 7, load: 5 });
  });
});

describe('what was used between two readings', () => {
  it('tells the strangers apart, as a share of all processors', () => {
    const from = { byGroup: new Map([['kafka', 100]]), machineMs: 1_000, at: 0 };
    const to = { byGroup: new Map([['kafka', 700]]), machineMs: 2_000, at: 1_000 };
    const use = cpuUse(from, to, 2);
    expect(use.trackedMs).toBe(600);
    expect(use.strangers).toBeCloseTo(0.2);
  });
});
