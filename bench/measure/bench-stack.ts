import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Ports, portCount, portsOf } from '@kervan/tools/platform/ports';
import { type Secrets, secretsOf } from '@kervan/tools/platform/secrets';
import { localFolder } from '@kervan/tools/stack/checkout';
import type { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { startNativeStack } from '@kervan/tools/stack/native-stack';
import { postgresFolder, startPostgres } from '@kervan/tools/stack/postgres';
import { freePorts, requireDisk, requireJava } from '@kervan/tools/stack/preflight';
import type { Stack } from '@kervan/tools/stack/stack';
import { Started } from '@kervan/tools/stack/started';
import { StateLock } from '@kervan/tools/stack/state-lock';

/** Kafka, Postgres and the registry for one run alone. */
export interface BenchStack {
  /** Where everything of the run lies. */
  readonly folder: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly stack: Stack;
  /** The root process of each part, by process id. */
  readonly processes: ReadonlyMap<number, string>;
  /** Counts a process among the parts of the run. */
  readonly onStart: (process: ManagedProcess) => void;
  /** Stops what still runs of the parts, then the stack; a part that comes afterwards is ended at once. */
  stop(): Promise<void>;
}

type Place = Pick<BenchStack, 'folder' | 'ports' | 'secrets' | 'processes' | 'onStart'>;

const folder = join(localFolder, 'bench');
const data = ['kafka', 'logs', 'registry', 'sandbox', 'spans', 'restate', 'registered-schemas'].map((name) => join(folder, name));

/**
 * Starts Kafka, Postgres and the registry with empty data in `.local/bench`.
 *
 * @throws {Refusal} while another run of this checkout is on its way.
 */
export async function startBenchStack(tell: (sentence: string) => void): Promise<BenchStack> {
  requireJava();
  tell('Kafka, Postgres and the schema registry …');
  return inEmptyFolder(({ ports, secrets, onStart }) =>
    startNativeStack({ folder, ports, postgresPassword: secrets.postgresPassword, onStart }),
  );
}

/** Starts Postgres alone, set as in the whole stack, with empty data in `.local/bench`: for who has no use for Kafka. */
export function startBenchPostgres(): Promise<BenchStack> {
  return inEmptyFolder(async ({ ports, secrets, onStart }) => {
    const password = secrets.postgresPassword;
    const logFile = join(folder, 'logs', 'postgres.log');
    const postgres = startPostgres({ folder: join(folder, 'postgres'), port: ports.postgres, password, logFile });
    onStart(postgres);
    try {
      await postgres.ready();
    } catch (error) {
      await postgres.stop();
      throw error;
    }
    return {
      kind: 'native',
      kafkaBrokers: '',
      schemaRegistryUrl: '',
      databaseUrl: `postgres://postgres:${password}@127.0.0.1:${ports.postgres}/postgres`,
      registryReady: Promise.resolve(),
      stop: () => postgres.stop(),
    };
  });
}

async function inEmptyFolder(start: (place: Place) => Promise<Stack>): Promise<BenchStack> {
  requireDisk(folder);
  const lock = StateLock.acquire(folder);
  for (const path of [...data, postgresFolder(join(folder, 'postgres'))]) rmSync(path, { recursive: true, force: true });
  const processes = new Map<number, string>();
  const onStart: BenchStack['onStart'] = ({ name, pid }) => {
    processes.set(pid, name);
    lock.add(pid);
  };
  const place: Place = { folder, ports: portsOf(await freePorts(portCount)), secrets: secretsOf(folder), processes, onStart };
  try {
    const stack = await start(place);
    const parts = new Started({ closed: false, add: onStart });
    const stop = async (): Promise<void> => {
      await parts.close();
      await stack.stop();
      lock.release();
    };
    return { ...place, onStart: (process) => parts.add(process), stack, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}
