import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

const CHOSEN_BY: Readonly<Record<StackKind, string>> = {
  given: 'name that one in KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL',
  docker: 'start Docker and leave KERVAN_STACK empty',
  native: 'set KERVAN_STACK=native',
};

/**
 * Binds the state that is kept in `folder` to the stack it is made with: the ledgers there and the data of another stack would tell
 * of different orders.
 *
 * @throws {Refusal} where the state was made with another one.
 */
export function requireSameStack(folder: string, kind: StackKind, { KAFKA_BROKERS, DATABASE_URL }: Environment): void {
  const file = join(folder, 'stack.json');
  const where = kind === 'given' ? `${KAFKA_BROKERS} and ${new URL(DATABASE_URL ?? '').host}` : undefined;
  if (!existsSync(file)) {
    writeFileSync(file, JSON.stringify({ kind, where }));
    return;
  }
  const made = JSON.parse(readFileSync(file, 'utf8')) as { readonly kind: StackKind; readonly where?: string };
  if (made.kind === kind && made.where === where) return;
  throw new Refusal(
    `The state in ${folder} was made with ${named(made)}, and this start would use ${named({ kind, where })}: ${CHOSEN_BY[made.kind]}, or begin anew with npm run reset.`,
  );
}

const named = ({ kind, where }: { readonly kind: StackKind; readonly where?: string | undefined }): string =>
  where === undefined ? `the ${kind} stack` : `the ${kind} stack at ${where}`;
