import { dockerAnswers } from './docker-daemon.js';
import { Refusal } from './refusal.js';

/** How Kafka, registry and Postgres run: somebody else's, in containers, or as processes of this machine. */
export type StackKind = 'given' | 'docker' | 'native';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Chooses: given where the environment names all three parts; else what `KERVAN_STACK` says; else Docker where its daemon
 * answers, and native where none does.
 *
 * @throws {Refusal} for any other `KERVAN_STACK`, and where it says docker and no daemon answers.
 */
export async function chooseStack(env: Environment, docker: () => Promise<boolean> = dockerAnswers): Promise<StackKind> {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL, KERVAN_STACK: wanted } = env;
  if (KAFKA_BROKERS && SCHEMA_REGISTRY_URL && DATABASE_URL) return 'given';
  if (wanted === 'native') return 'native';
  if (wanted !== undefined && wanted !== '' && wanted !== 'docker') {
    throw new Refusal(`KERVAN_STACK must be native or docker, and is “${wanted}”.`);
  }
  if (await docker()) return 'docker';
  if (wanted === 'docker') throw new Refusal('KERVAN_STACK is docker, but no Docker daemon answers: start it, or set KERVAN_STACK=native.');
  return 'native';
}
