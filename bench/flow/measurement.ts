import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuUse, readCpu, type CpuReading, type CpuUse } from '../measure/cpu-time.js';
import { type DatabaseWatch, type DatabaseWork, workBetween } from '../measure/database-watch.js';
import type { LoadControl } from './load-control.js';

/** Requests to the outside systems, by target and operation. */
export type Calls = Readonly<Record<string, number>>;

/** A stretch of a run, with what it has cost. */
export interface Stretch {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly cpu: CpuUse;
  readonly database: DatabaseWork;
  readonly calls: Calls;
}

interface Reading {
  readonly at: number;
  readonly cpu: CpuReading;
  readonly database: DatabaseWork;
  readonly calls: Calls;
}

/** Measures stretches of one run. */
export class Measurement {
  private readonly groups: ReadonlyMap<number, string>;

  constructor(
    private readonly measured: { readonly processes: ReadonlyMap<number, string>; readonly sandboxUrl: string },
    private readonly load: LoadControl,
    private readonly database: DatabaseWatch,
  ) {
    this.groups = new Map([...measured.processes, [load.pid, 'load'], [process.pid, 'bench']]);
  }

  /** Measures the next so many seconds. */
  async stretch(seconds: number): Promise<Stretch> {
    const from = await this.read();
    await pause(seconds * 1_000);
    const to = await this.read();
    return {
      from: from.at,
      to: to.at,
      cpu: cpuUse(from.cpu, to.cpu, availableParallelism()),
      database: workBetween(from.database, to.database),
      calls: Object.fromEntries(Object.entries(to.calls).map(([name, count]) => [name, count - (from.calls[name] ?? 0)])),
    };
  }

  /** Waits until every accepted sale has come to rest; gives up once nothing has moved for so long. */
  async untilAtRest(stillMs = 30_000): Promise<void> {
    let last = '';
    for (let changed = performance.now(); performance.now() - changed < stillMs; await pause(250)) {
      const state = await this.load.state();
      if (state.posted === state.accepted && state.accepted <= state.completed + state.astray) return;
      const now = JSON.stringify(state);
      if (now !== last) changed = performance.now();
      last = now;
    }
  }

  private async read(): Promise<Reading> {
    const [database, calls] = await Promise.all([this.database.work(), this.calls()]);
    return { at: Date.now(), cpu: readCpu(this.groups), database, calls };
  }

  private async calls(): Promise<Calls> {
    const response = await fetch(`${this.measured.sandboxUrl}/control/counts`);
    const counts = (await response.json()) as Record<string, Record<string, { readonly requests: number }>>;
    return Object.fromEntries(
      Object.entries(counts).flatMap(([target, operations]) =>
        Object.entries(operations).map(([operation, { requests }]) => [`${target} ${operation}`, requests]),
      ),
    );
  }
}
