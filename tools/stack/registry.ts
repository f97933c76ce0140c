import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { registryApp } from './jars.js';
import { UTF_8_PATHS } from './java-properties.js';
import { ManagedProcess } from './managed-process.js';

/** The Apicurio schema registry, its schemas kept in a topic of the given broker. */
export interface RegistryPlan {
  readonly folder: string;
  readonly port: number;
  readonly managementPort: number;
  readonly kafkaBrokers: string;
  readonly logFile: string;
}

/** The Confluent-compatible interface of a registry that listens on loopback. */
export function registryUrl(port: number): string {
  return `http://127.0.0.1:${port}/apis/ccompat/v7`;
}

/** Starts the registry; it takes 10 to 40 s to be ready, so start it beside everything else. */
export function startRegistry(plan: RegistryPlan): ManagedProcess {
  mkdirSync(plan.folder, { recursive: true });
  const jar = join(registryApp(), 'apicurio-registry-app-3.0.9-runner.jar');
  return ManagedProcess.start({
    name: 'schema registry',
    command: 'java',
    args: [
      '-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1',
      '-Djava.util.logging.manager=org.jboss.logmanager.LogManager', '-jar', jar,
    ],
    cwd: plan.folder,
    env: {
      ...UTF_8_PATHS,
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: String(plan.port),
      QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
      QUARKUS_MANAGEMENT_PORT: String(plan.managementPort),
      QUARKUS_LOG_LEVEL: 'WARN',
      APICURIO_STORAGE_KIND: 'kafkasql',
      APICURIO_KAFKASQL_BOOTSTRAP_SERVERS: plan.kafkaBrokers,
    },
    logFile: plan.logFile,
    ready: async () => (await fetch(`${registryUrl(plan.port)}/subjects`)).ok,
    readyWithinMs: 180_000,
  });
}
