import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedProcess } from '../stack/managed-process.js';
import type { Stack } from '../stack/stack.js';
import { createTopics } from '../topics/create-topics.js';
import { ensureDatabase } from './databases.js';
import { migrateAll } from './migrations.js';
import { buildPages } from './pages.js';
import { writeTillKeys } from './till-keys.js';
import type { Ports } from './ports.js';
import type { Secrets } from './secrets.js';
import { writeShopSecrets } from './shop-secrets.js';
import { makeSchemasKnown } from './schemas.js';
import { planOf, services, type Besides, type Installation, type ServiceName } from './services.js';
import { Supervised } from './supervised.js';

/** What a platform is started with. */
export interface PlatformPlan {
  readonly folder: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly stack: Stack;
  /** Every one by default. */
  readonly only?: readonly ServiceName[];
  /** What some of them are started with besides: settings of their own, arguments of Node. */
  readonly besides?: Besides;
  readonly onStart?: (process: ManagedProcess) => void;
  readonly tell?: (sentence: string) => void;
}

/** Every service and the sandbox, each as its own process, on a stack. */
export interface Platform {
  readonly installation: Installation;
  readonly processes: ReadonlyMap<ServiceName, Supervised>;
  /** Stops the services, then the sandbox; the stack is left to whoever opened it. */
  stop(): Promise<void>;
}

/**
 * Makes what the processes find when they start: databases, topics and schemas, migrated; keys and pages.
 *
 * Harmless where it is all there, also while processes run on it. Schemas that this state folder has registered before
 * are registered again only in the background: services know their ids, so that no start waits for the registry twice.
 */
export async function preparePlatform(plan: PlatformPlan): Promise<Installation> {
  const { stack, secrets, only = services, tell = () => undefined } = plan;
  mkdirSync(join(plan.folder, 'spans'), { recursive: true });
  tell('Topics, databases and their migrations …');
  const [databaseUrls] = await Promise.all([databases(only, stack, secrets), createTopics({ kafka: { brokers: stack.kafkaBrokers.split(',') } })]);
  const installation: Installation = { ...plan, databaseUrls };
  writeShopSecrets(plan.folder);
  await Promise.all([writeTillKeys(plan.folder), buildPages(), migrateAll(installation)]);
  await makeSchemasKnown(plan.folder, stack, tell);
  return installation;
}

/** Prepares the platform, and starts everything; resolves when every process is ready. */
export async function startPlatform(plan: PlatformPlan): Promise<Platform> {
  return startPrepared(await preparePlatform(plan), plan);
}

/** Starts everything on a platform that is prepared; resolves when every process is ready. */
export async function startPrepared(
  installation: Installation,
  { only = services, tell = () => undefined, onStart }: Pick<PlatformPlan, 'only' | 'tell' | 'onStart'>,
): Promise<Platform> {
  tell('Services …');
  const processes = new Map(only.map((name) => [name, new Supervised(planOf(name, installation), onStart)]));
  const stop = async (): Promise<void> => {
    const { sandbox, ...others } = Object.fromEntries(processes);
    await Promise.all(Object.values(others).map((process) => process.stop()));
    await sandbox?.stop();
  };
  try {
    await Promise.all([...processes.values()].map((process) => process.ready()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { installation, processes, stop };
}

async function databases(names: readonly ServiceName[], stack: Stack, secrets: Secrets): Promise<ReadonlyMap<ServiceName, string>> {
  const urls = new Map<ServiceName, string>();
  const passwords = { service: secrets.servicePassword, migrator: secrets.migratorPassword };
  for (const name of names) {
    if (name !== 'sandbox') urls.set(name, await ensureDatabase(stack.databaseUrl, name, passwords));
  }
  return urls;
}
