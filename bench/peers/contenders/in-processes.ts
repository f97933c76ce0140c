import cluster from 'node:cluster';

/**
 * Runs the work in so many processes that share their port, so that a peer may use every processor, as its documentation
 * says it scales: by more processes.
 *
 * @param prepare what is done once, before any of them.
 */
export async function inProcesses(count: number, work: (number: number) => Promise<void>, prepare?: () => Promise<void>): Promise<void> {
  if (cluster.isPrimary) await prepare?.();
  if (count === 1 || !cluster.isPrimary) return work(cluster.worker?.id ?? 1);
  for (let at = 0; at < count; at += 1) cluster.fork();
  cluster.on('exit', () => process.exit(1));
  process.once('SIGTERM', () => {
    cluster.removeAllListeners('exit');
    for (const worker of Object.values(cluster.workers ?? {})) worker?.kill('SIGTERM');
    cluster.disconnect(() => process.exit(0));
  });
}
