import { join } from 'node:path';
import type { ManagedProcess } from '../stack/managed-process.js';
import { startNativeStack, type NativePlan } from '../stack/native-stack.js';
import type { Stack } from '../stack/stack.js';
import type { Started } from '../stack/started.js';
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

/**
 * Starts Kafka, Postgres and the registry; whatever was started is stopped again when one of them fails.
 *
 * @param started is told of them, and starts them again.
 */
export async function startChaosStack(plan: Omit<NativePlan, 'onStart'>, started: Started): Promise<ChaosStack> {
  const onStart = (process: ManagedProcess): void => started.add(process);
  const stack = await startNativeStack({ ...plan, onStart, postgresFolder: postgresData(plan.folder) });
  const part = (process: ManagedProcess): StackPart => new StackPart(process, started);
  const [kafka, postgres, registry] = [part(stack.kafka), part(stack.postgres), part(stack.registry)];
  const stop = async (): Promise<void> => {
    for (const each of [registry, kafka, postgres]) await each.stop();
  };
  return { ...stack, kafka, postgres, registry, stop };
}
