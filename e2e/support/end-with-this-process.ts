import type { ManagedProcess } from '@kervan/tools/stack/managed-process';

const started = new Set<ManagedProcess>();

/**
 * Kills a started process, with its group, when this one is ended before it was stopped: by Ctrl-C or another signal, or
 * by its own exit. It runs in a group of its own, which a signal to the terminal's does not reach.
 *
 * Not where this process is killed (SIGKILL), as Vitest does to the worker of a test file once its main process is gone.
 */
export function endWithThisProcess(child: ManagedProcess): void {
  if (started.size === 0) watch();
  started.add(child);
}

function watch(): void {
  const killAll = (): void => started.forEach((each) => each.killGroup());
  process.once('exit', killAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      killAll();
      process.kill(process.pid, signal);
    });
  }
}
