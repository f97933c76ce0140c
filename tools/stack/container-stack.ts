import { readFileSync } from 'node:fs';
import type { StartedTestContainer, WaitStrategy } from 'testcontainers';
import { parse } from 'yaml';
import { composeFile } from './compose-stack.js';
import type { NativePlan } from './native-stack.js';
import type { Stack } from './stack.js';

/** What compose.yaml tells of a container. */
interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command?: string[];
}

/** What differs in a test. */
interface Start {
  readonly environment: Readonly<Record<string, string>>;
  /** The port inside, and the one of this machine that leads there. */
  readonly container: number;
  readonly port: number;
  readonly ready: WaitStrategy;
}

/** Long enough for images to be pulled. */
const START_MS = 300_000;

/**
 * Starts the images of deploy/compose/compose.yaml by testcontainers, with empty data, on the plan's ports.
 *
 * Resolves when Kafka and Postgres are ready. Stopping removes containers and data; no helper container is needed for that.
 */
export async function startContainerStack({ ports, postgresPassword }: NativePlan): Promise<Stack> {
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'; // its helper would be one more image to pull
  const { GenericContainer, getContainerRuntimeClient, Network, Wait } = await import('testcontainers');
  const { services } = parse(readFileSync(composeFile, 'utf8')) as { services: Record<'kafka' | 'registry' | 'postgres', Service> };
  const { info } = await getContainerRuntimeClient();
  const host = info.containerRuntime.host === 'localhost' ? '127.0.0.1' : info.containerRuntime.host;

  const network = await new Network().start();
  const started: StartedTestContainer[] = [];
  const start = async (name: keyof typeof services, { environment, container, port, ready }: Start): Promise<void> => {
    const { image, environment: usual, command = [] } = services[name];
    const made = new GenericContainer(image)
      .withNetwork(network)
      .withNetworkAliases(name)
      .withEnvironment({ ...usual, ...environment })
      .withCommand(command)
      .withExposedPorts({ container, host: port })
      .withStartupTimeout(START_MS)
      .withWaitStrategy(ready);
    started.unshift(await made.start());
  };
  const stop = async (): Promise<void> => {
    for (const container of started) await container.stop();
    await network.stop();
  };

  const kafka = start('kafka', {
    environment: { KAFKA_ADVERTISED_LISTENERS: `INSIDE://kafka:9092,OUTSIDE://${host}:${ports.kafka}` },
    container: 9094,
    port: ports.kafka,
    ready: Wait.forLogMessage(/Kafka Server started/),
  });
  const postgres = start('postgres', {
    environment: { POSTGRES_PASSWORD_FILE: '', POSTGRES_PASSWORD: postgresPassword },
    container: 5432,
    port: ports.postgres,
    ready: Wait.forLogMessage(/database system is ready to accept connections/, 2), // once for its own set-up
  });
  const failed = (await Promise.allSettled([kafka, postgres])).find((start) => start.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const registryReady = start('registry', {
    environment: {},
    container: 8080,
    port: ports.registry,
    ready: Wait.forHttp('/apis/ccompat/v7/subjects', 8080).forStatusCode(200),
  });
  registryReady.catch(() => undefined); // told to whoever awaits it
  return {
    kind: 'docker',
    kafkaBrokers: `${host}:${ports.kafka}`,
    schemaRegistryUrl: `http://${host}:${ports.registry}/apis/ccompat/v7`,
    databaseUrl: `postgres://postgres:${postgresPassword}@${host}:${ports.postgres}/postgres`,
    registryReady,
    stop: async () => {
      await registryReady.catch(() => undefined); // what is still starting is stopped, too
      await stop();
    },
  };
}
