import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends a process and all that descend from it at once, those in groups of their own included.
 *
 * Each is stopped before its children are read, so that none starts another meanwhile, nor starts an ended one again.
 */
export function endTree(pid: number): void {
  if (!signalled(pid, 'SIGSTOP')) return;
  childrenOf(pid).forEach(endTree);
  signalled(pid, 'SIGKILL');
}

/** Linux tells the children of each thread. */
function childrenOf(pid: number): number[] {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).flatMap((thread) => {
    const children = readFileSync(`${threads}/${thread}/children`, 'utf8');
    return children.split(' ').filter(Boolean).map(Number);
  });
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it has ended meanwhile
  }
}
