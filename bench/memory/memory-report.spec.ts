import { describe, expect, it } from 'vitest';
import type { MadeWith } from '../measure/made-with.js';
import { type MemoryRun, renderMemory, type ServiceMemory } from './memory-report.js';

const made: MadeWith = { startedAt: new Date(0), commit: 'abc', machine: 'm', versions: 'v', durability: 'd' };
const progress = { completed: 1_000_000, quarters: () => [140, 139.6, 139, 138] };
const run: MemoryRun = { idleMinutes: 5, loadMinutes: 120, inFlight: 256, heap: { pod: 512, oldSpace: 256 }, progress };

/** A service of 200 MB under load that grows by so many an hour, once its first quarter is over. */
function memory(name: string, perHour: number): ServiceMemory {
  const loaded = Array.from({ length: 720 }, (_, at) => {
    const second = (at + 1) * 10;
    return { second, megabytes: second < 1_800 ? 100 : 200 + ((second - 4_500) / 3_600) * perHour };
  });
  return { name, idle: [{ second: 1, megabytes: 80 }], loaded };
}

const goalOf = (...memories: readonly ServiceMemory[]): string | undefined =>
  renderMemory(made, run, memories).split('\n').find((line) => line.startsWith('- growth'));

describe('the memory of a service under load', () => {
  it('is flat where two hours add next to nothing to what it has', () => {
    expect(goalOf(memory('console', -2), memory('erp-writer', 4.9))).toBe(
      '- growth in two hours under load, of the one that grows most (erp-writer): **4.90 %**, floor at most 5 %',
    );
  });

  it('is not flat where it grows, though it stays far below what it may have', () => {
    expect(goalOf(memory('console', 12), memory('erp-writer', 1))).toBe(
      '- growth in two hours under load, of the one that grows most (console): **12 %**, floor at most 5 % (**missed**)',
    );
  });

  it('is that of what the collector leaves, whatever garbage lies on it when it is read', () => {
    const sawn = ({ loaded, ...rest }: ServiceMemory): ServiceMemory => ({
      ...rest,
      loaded: loaded.map(({ second, megabytes }) => ({ second, megabytes: megabytes + (second % 300) * (second / 7_200) })),
    });
    expect(goalOf(sawn(memory('console', 0)))).toContain('**0 %**');
  });

  it('is not judged of the sandbox, which is no service', () => {
    expect(goalOf(memory('sandbox', 500), memory('console', 0))).toContain('(console): **0 %**');
  });
});

it('the report says whose load it was', () => {
  expect(renderMemory(made, run, [memory('console', 0)])).toContain('Tills alone sold');
});

it('the report says how fast orders went on', () => {
  expect(renderMemory(made, run, [memory('console', 0)])).toContain('1000000 completed: 140, 140, 139, 138 a second in the quarters');
});
