import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { checkout, checkoutHash } from './checkout.js';
import type { NativePlan } from './native-stack.js';
import { Refusal } from './refusal.js';
import { registryUrl } from './registry.js';
import type { Stack } from './stack.js';

/** The one description of the stack's containers. */
export const composeFile = join(checkout, 'deploy/compose/compose.yaml');

const compose = ['compose', '--project-name', `kervan-${checkoutHash}`, '--file', composeFile];

/**
 * Starts the stack of deploy/compose/compose.yaml on the plan's ports; its data stays in volumes of this checkout.
 *
 * Resolves when Kafka and Postgres are ready. Stopping keeps the containers, for the next start.
 *
 * @throws {Refusal} with Docker's last words.
 */
export async function startComposeStack({ folder, ports, postgresPassword }: NativePlan): Promise<Stack> {
  const env = {
    KERVAN_KAFKA_PORT: String(ports.kafka),
    KERVAN_REGISTRY_PORT: String(ports.registry),
    KERVAN_POSTGRES_PORT: String(ports.postgres),
    KERVAN_SECRETS: writeSecret(folder, postgresPassword),
  };
  const stop = (): Promise<void> => docker([...compose, 'stop'], env);
  try {
    await docker([...compose, 'up', '--detach', '--wait', 'kafka', 'postgres'], env);
  } catch (error) {
    await stop().catch(() => undefined); // the start's own failure is the one to tell
    throw error;
  }
  const registryReady = docker([...compose, 'up', '--detach', '--wait', 'registry'], env);
  registryReady.catch(() => undefined); // told to whoever awaits it
  return {
    kind: 'docker',
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    schemaRegistryUrl: registryUrl(ports.registry),
    databaseUrl: `postgres://postgres:${postgresPassword}@127.0.0.1:${ports.postgres}/postgres`,
    registryReady,
    stop,
  };
}

/**
 * Removes the containers and the data of the stack whose state belongs in `folder`, if there is one.
 *
 * @throws {Refusal} where Docker does not do it; nothing is removed then, so that the volumes are not forgotten.
 */
export async function removeComposeStack(folder: string): Promise<void> {
  const secrets = secretsIn(folder);
  if (!existsSync(secrets)) return;
  await docker([...compose, 'down', '--volumes'], {}).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      `A part of this state lies in Docker's volumes, which Docker alone can remove: start it and run npm run reset again, or, where it is gone for good, delete ${secrets} first. (${error.message})`,
    );
  });
}

const secretsIn = (folder: string): string => join(folder, 'docker');

/** Compose mounts a secret's file as it is, so that the container's user must be able to read it: its folder is closed instead. */
function writeSecret(folder: string, password: string): string {
  const secrets = secretsIn(folder);
  mkdirSync(secrets, { recursive: true, mode: 0o700 });
  writeFileSync(join(secrets, 'postgres-password'), password, { mode: 0o644 });
  return secrets;
}

async function docker(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn('docker', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, words] = await Promise.all([ended, text(child.stderr)]).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Refusal('The command docker is missing: install it with its compose plugin, or set KERVAN_STACK=native.');
  });
  if (code === 0) return;
  throw new Refusal(`docker ${args.join(' ')} failed (KERVAN_STACK=native does without Docker): ${words.trim().slice(-400)}`);
}
