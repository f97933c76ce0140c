import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@kervan/tools/platform/services';
import type { ProductionPlatform } from './production-platform.js';
import { type Resident, residentOf } from './resident.js';

/** What was seen of each service, and what ended the watch before its time. */
export interface Watched {
  readonly seen: ReadonlyMap<ServiceName, readonly Resident[]>;
  readonly failure?: unknown;
}

interface Watch {
  readonly minutes: number;
  readonly everySeconds: number;
  /** Looks at something else besides, at each reading; what it throws ends the watch. */
  readonly each?: (second: number) => Promise<void>;
}

/** Reads the memory of each process every so many seconds. A process that has ended ends the watch; what was seen stays. */
export async function watchMemory(processes: ProductionPlatform['processes'], { minutes, everySeconds, each }: Watch): Promise<Watched> {
  const seen = new Map([...processes.keys()].map((name): [ServiceName, Resident[]] => [name, []]));
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1_000;
  try {
    while (elapsed() < minutes * 60) {
      await pause(everySeconds * 1_000);
      const second = elapsed();
      await each?.(second);
      for (const [name, { pid }] of processes) seen.get(name)?.push({ second, megabytes: residentOf(pid) });
    }
    return { seen };
  } catch (failure) {
    return { seen, failure };
  }
}
