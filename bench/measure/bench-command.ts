import { Refusal } from '@kervan/tools/stack/refusal';
import { type BenchStack, startBenchStack } from './bench-stack.js';
import { DatabaseWatch } from './database-watch.js';

/** Tells where a run stands, with the time of day. */
export const tell = (line: string): void => console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);

/**
 * Runs a benchmark on a stack of its own and stops whatever it has started, also when it is interrupted.
 *
 * The process ends with 0 when the benchmark returns true, with 1 when not, and with 2 for a {@link Refusal}.
 */
export async function benchOnStack(run: (bench: BenchStack, database: DatabaseWatch) => Promise<boolean>): Promise<void> {
  await benchOn(startBenchStack(tell), async (bench) => {
    const database = await DatabaseWatch.open(bench.stack.databaseUrl);
    try {
      return await run(bench, database);
    } finally {
      await database.close();
    }
  });
}

/** The same on anything that is being started and can be stopped. */
export async function benchOn<T extends { stop(): Promise<void> }>(starting: Promise<T>, run: (started: T) => Promise<boolean>): Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= starting.then((started) => started.stop(), () => undefined));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop().then(() => process.exit(1)));
  try {
    process.exitCode = (await run(await starting)) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = error instanceof Refusal ? 2 : 1;
  } finally {
    await stop();
  }
}
