import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** All processes that descend from one now. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Whether a process is there; one that has ended is until somebody has asked about its end, and counts for Postgres, too. */
export function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** Linux tells the children of each thread. */
function childrenOf(pid: number): number[] {
  const threads = `/proc/${pid}/task`;
  try {
    return readdirSync(threads).flatMap((thread) => {
      return readFileSync(`${threads}/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    });
  } catch {
    return []; // it has ended meanwhile
  }
}
