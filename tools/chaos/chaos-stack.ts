import { join } from 'node:path';
import { startKafka, type KafkaPlan } from '../stack/kafka.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import type { NativePlan } from '../stack/native-stack.js';
import { startPostgres } from '../stack/postgres.js';
import { registryUrl, startRegistry } from '../stack/registry.js';
import type { Stack } from '../stack/stack.js';
import { StackPart } from './stack-part.js';

/** A native stack whose parts can be taken away one by one. */
export interface ChaosStack extends Stack {
  readonly kafka: StackPart;
  readonly postgres: StackPart;
  readonly registry: StackPart;
}

/** Where the data of Postgres is; below a folder of its own that may be a disk. */
export function postgresData(folder: string): string {
  return join(folder, 'postgres', 'data');
}

/** Starts Kafka, Postgres and the registry; whatever was started is stopped again when one of them fails. */
export async function startChaosStack(plan: NativePlan & Pick<KafkaPlan, 'advertisedPort'>): Promise<ChaosStack> {
  const { folder, ports, advertisedPort, onStart = () => undefined } = plan;
  const parts: StackPart[] = [];
  const part = (process: ManagedProcess): StackPart => {
    onStart(process);
    const started = new StackPart(process, onStart);
    parts.unshift(started);
    return started;
  };
  const stop = async (): Promise<void> => {
    for (const each of parts) await each.stop();
  };
  const logFile = (name: string): string => join(folder, 'logs', `${name}.log`);
  const kafkaBrokers = `127.0.0.1:${ports.kafka}`;
  try {
    const postgres = part(
      startPostgres({ folder: postgresData(folder), port: ports.postgres, password: plan.postgresPassword, logFile: logFile('postgres') }),
    );
    const kafka = part(
      startKafka({
        folder: join(folder, 'kafka'),
        port: ports.kafka,
        controllerPort: ports.kafkaController,
        logFile: logFile('kafka'),
        ...(advertisedPort !== undefined && { advertisedPort }),
      }),
    );
    await Promise.all([postgres.ready(), kafka.ready()]);
    const registry = part(
      startRegistry({
        folder: join(folder, 'registry'),
        port: ports.registry,
        managementPort: ports.registryManagement,
        kafkaBrokers,
        logFile: logFile('registry'),
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
