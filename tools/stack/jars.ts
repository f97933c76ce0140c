import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout } from './checkout.js';
import { copyArtifact, fetchedOnce, maven, run } from './maven.js';

const REGISTRY_VERSION = '3.0.9';

/** Folder with the jars of Apache Kafka 4.3.1, fetched by Maven at the first use. */
export function kafkaJars(): string {
  return fetchedOnce(join(cacheFolder, 'kafka-4.3.1'), 'the Kafka jars', (folder) =>
    maven(['-f', join(checkout, 'deploy/local/kafka/pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], folder),
  );
}

/** Folder with the Apicurio schema registry, fetched by Maven at the first use. */
export function registryApp(): string {
  return fetchedOnce(join(cacheFolder, `apicurio-${REGISTRY_VERSION}`), 'the schema registry', (folder) => {
    copyArtifact(`io.apicurio:apicurio-registry-app:${REGISTRY_VERSION}:tar.gz:all`, folder);
    const archive = `apicurio-registry-app-${REGISTRY_VERSION}-all.tar.gz`;
    run('tar', ['-xzf', archive], folder);
    rmSync(join(folder, archive));
  });
}
