import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@kervan/tools/platform/services';
import { startPlatform, type Platform } from '@kervan/tools/platform/platform';
import { portCount, portsOf } from '@kervan/tools/platform/ports';
import { secretsOf } from '@kervan/tools/platform/secrets';
import { localFolder } from '@kervan/tools/stack/checkout';
import { startNativeStack } from '@kervan/tools/stack/native-stack';
import { postgresFolder } from '@kervan/tools/stack/postgres';
import { freePorts, requireDisk, requireJava } from '@kervan/tools/stack/preflight';
import type { Stack } from '@kervan/tools/stack/stack';
import { StateLock } from '@kervan/tools/stack/state-lock';

/** A stack and services on it, empty and for one run alone. */
export interface BenchInstallation {
  readonly stack: Stack;
  readonly platform: Platform;
  /** The root process of each part, by process id. */
  readonly processes: ReadonlyMap<number, string>;
  stop(): Promise<void>;
}

/** From the till to the paid invoice; those who only follow the events, as the console does, are beside the way. */
const onTheWay: readonly ServiceName[] = ['sandbox', 'pos-ingest', 'order-orchestrator', 'erp-writer', 'einvoice-sender'];

const folder = join(localFolder, 'bench');
const data = ['kafka', 'logs', 'registry', 'sandbox', 'spans', 'registered-schemas'].map((name) => join(folder, name));

/**
 * Starts Kafka, Postgres, the registry, the sandbox and the services on the way, each with empty data in `.local/bench`.
 *
 * @throws {Refusal} while another run of this checkout is on its way.
 */
export async function startInstallation(everyService: boolean, tell: (sentence: string) => void): Promise<BenchInstallation> {
  requireJava();
  requireDisk(folder);
  const lock = StateLock.acquire(folder);
  const clear = (): void => [...data, postgresFolder(join(folder, 'postgres'))].forEach(remove);
  clear();
  const processes = new Map<number, string>();
  const onStart = ({ name, pid }: { readonly name: string; readonly pid: number }): void => {
    processes.set(pid, name);
    lock.add(pid);
  };
  const ports = portsOf(await freePorts(portCount));
  const secrets = secretsOf(folder);
  let stack: Stack | undefined;
  let platform: Platform | undefined;
  const stop = async (): Promise<void> => {
    await platform?.stop();
    await stack?.stop();
    lock.release();
  };
  try {
    tell('Kafka, Postgres and the schema registry …');
    stack = await startNativeStack({ folder, ports, postgresPassword: secrets.postgresPassword, onStart });
    platform = await startPlatform({ folder, ports, secrets, stack, onStart, tell, ...(everyService ? {} : { only: onTheWay }) });
    return { stack, platform, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
