import { join } from 'node:path';
import { startKafka, type KafkaPlan } from './kafka.js';
import type { ManagedProcess } from './managed-process.js';
import { startPostgres } from './postgres.js';
import { registryUrl, startRegistry } from './registry.js';
import type { Stack } from './stack.js';

/** The ports of a native stack, all on loopback. */
export interface StackPorts {
  readonly kafka: number;
  readonly kafkaController: number;
  readonly registry: number;
  readonly registryManagement: number;
  readonly postgres: number;
}

/** Where a native stack keeps its state and listens. */
export interface NativePlan extends Pick<KafkaPlan, 'advertisedPort'> {
  /** Holds `kafka/`, `registry/`, `postgres/` and `logs/`. */
  readonly folder: string;
  /** Where the data of Postgres is, instead of `postgres/`. */
  readonly postgresFolder?: string;
  readonly ports: StackPorts;
  /** Of the database role `postgres`; fixed once the data exists. */
  readonly postgresPassword: string;
  /** Told of each process at once, so that a launcher can record it. */
  readonly onStart?: (process: ManagedProcess) => void;
}

/** A native stack, with the processes that it consists of. */
export interface NativeStack extends Stack {
  readonly kafka: ManagedProcess;
  readonly postgres: ManagedProcess;
  readonly registry: ManagedProcess;
}

/**
 * Starts Kafka and Postgres side by side and the registry as soon as Kafka is ready.
 *
 * Resolves when Kafka and Postgres are ready. Whatever was started is stopped again when one of them fails.
 */
export async function startNativeStack(plan: NativePlan): Promise<NativeStack> {
  const { folder, ports, postgresFolder = join(folder, 'postgres'), advertisedPort } = plan;
  const processes: ManagedProcess[] = [];
  const started = (process: ManagedProcess): ManagedProcess => {
    processes.unshift(process);
    plan.onStart?.(process);
    return process;
  };
  const stop = async (): Promise<void> => {
    for (const process of processes) await process.stop();
  };
  const log = (name: string): string => join(folder, 'logs', `${name}.log`);
  try {
    const postgres = started(
      startPostgres({ folder: postgresFolder, port: ports.postgres, password: plan.postgresPassword, logFile: log('postgres') }),
    );
    const kafka = started(
      startKafka({
        folder: join(folder, 'kafka'),
        port: ports.kafka,
        controllerPort: ports.kafkaController,
        logFile: log('kafka'),
        ...(advertisedPort !== undefined && { advertisedPort }),
      }),
    );
    await Promise.all([postgres.ready(), kafka.ready()]);
    const kafkaBrokers = `127.0.0.1:${ports.kafka}`;
    const registry = started(
      startRegistry({
        folder: join(folder, 'registry'),
        port: ports.registry,
        managementPort: ports.registryManagement,
        kafkaBrokers,
        logFile: log('registry'),
      }),
    );
    const registryReady = registry.ready().then(() => undefined);
    registryReady.catch(() => undefined); // told to whoever awaits it
    return {
      kind: 'native',
      kafka,
      postgres,
      registry,
      kafkaBrokers,
      schemaRegistryUrl: registryUrl(ports.registry),
      databaseUrl: `postgres://postgres:${plan.postgresPassword}@127.0.0.1:${ports.postgres}/postgres`,
      registryReady,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
