import { readdirSync, readFileSync } from 'node:fs';

/** All processes that descend from one now. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Whether a process runs; one that has ended and was not asked about its end does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
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
