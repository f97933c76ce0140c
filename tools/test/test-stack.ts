import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder } from '../stack/checkout.js';
import { postgresFolder } from '../stack/postgres.js';
import { freePorts, requireDisk } from '../stack/preflight.js';
import { openStack, type Stack } from '../stack/stack.js';
import { StateLock } from '../stack/state-lock.js';

/** The state of a test run's stack: empty at its start, removed at its end. */
export const testFolder = join(localFolder, 'test');

/**
 * Opens a stack for one test run, on ports that nobody uses, with empty data.
 *
 * @throws {Refusal} while another test run of this checkout is on its way.
 */
export async function openTestStack(): Promise<Stack> {
  requireDisk(testFolder);
  const lock = StateLock.acquire(testFolder);
  const data = [...['kafka', 'logs', 'registry', 'platform'].map((name) => join(testFolder, name)), postgresFolder(join(testFolder, 'postgres'))];
  const clear = (): void => data.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  clear();
  const [kafka, kafkaController, registry, registryManagement, postgres] = (await freePorts(5)) as [number, number, number, number, number];
  const stack = await openStack({
    folder: testFolder,
    ports: { kafka, kafkaController, registry, registryManagement, postgres },
    postgresPassword: 'test',
    onStart: (process) => lock.add(process.pid),
  }).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      clear();
      lock.release();
    },
  };
}
