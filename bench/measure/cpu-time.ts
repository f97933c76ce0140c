import { readdirSync, readFileSync } from 'node:fs';

/** Length of a clock tick of /proc: USER_HZ is 100 on Linux x64. */
const TICK_MS = 10;

/** What /proc tells of one process. */
export interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Its own processor time and that of its children that have ended; milliseconds. */
  readonly cpuMs: number;
}

/** CPU time used up to an instant; milliseconds. */
export interface CpuReading {
  /** Of each group: a process with all that descends from it. */
  readonly byGroup: ReadonlyMap<string, number>;
  /** Of the whole machine, all its processors together: strangers, the kernel and what its host took included. */
  readonly machineMs: number;
  readonly at: number;
}

/** CPU time between two readings. */
export interface CpuUse {
  readonly byGroup: ReadonlyMap<string, number>;
  readonly trackedMs: number;
  /** The share of the machine's time that went to processes that are in no group, or to others on its host; 0 to 1. */
  readonly strangers: number;
}

/** Reads a line of /proc/<pid>/stat; a name with spaces and parentheses does not mislead it. */
export function processTimes(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  const cpuMs = (user + system + childrenUser + childrenSystem) * TICK_MS;
  return { pid: Number.parseInt(stat, 10), parent: fields[1] ?? 0, cpuMs };
}

/**
 * The machine's busy time by the first line of /proc/stat: everything but idle and waiting for disks. What its host gave to
 * others while it was wanted here (steal) is busy, and no process's.
 */
export function busyMs(stat: string): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (stat.split('\n')[0] ?? '')
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) * TICK_MS;
}

/** Adds up the time of each group's root process and of all that descends from it. */
export function timeByGroup(
  processes: readonly ProcessTimes[],
  roots: ReadonlyMap<number, string>,
): ReadonlyMap<string, number> {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const groupOf = (pid: number): string | undefined => {
    for (let at: number | undefined = pid; at; at = parents.get(at)) {
      const group = roots.get(at);
      if (group !== undefined) return group;
    }
    return undefined;
  };
  const sums = new Map([...roots.values()].map((group) => [group, 0]));
  for (const { pid, cpuMs } of processes) {
    const group = groupOf(pid);
    if (group !== undefined) sums.set(group, (sums.get(group) ?? 0) + cpuMs);
  }
  return sums;
}

/** Reads what the groups and the machine have used so far. */
export function readCpu(roots: ReadonlyMap<number, string>): CpuReading {
  const at = performance.now();
  const machineMs = busyMs(readFileSync('/proc/stat', 'utf8'));
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(timesOf);
  return { byGroup: timeByGroup(processes, roots), machineMs, at };
}

/** What was used between two readings on a machine of so many processors. */
export function cpuUse(from: CpuReading, to: CpuReading, processors: number): CpuUse {
  const byGroup = new Map([...to.byGroup].map(([group, ms]) => [group, ms - (from.byGroup.get(group) ?? 0)]));
  const trackedMs = [...byGroup.values()].reduce((sum, ms) => sum + ms, 0);
  const strangersMs = Math.max(0, to.machineMs - from.machineMs - trackedMs);
  return { byGroup, trackedMs, strangers: strangersMs / ((to.at - from.at) * processors) };
}

function timesOf(pid: string): ProcessTimes[] {
  try {
    return [processTimes(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    return []; // it has ended since the folder was read
  }
}
