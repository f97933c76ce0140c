import { startNativeStack, type NativePlan } from './native-stack.js';

/** The one door to Kafka, the schema registry and Postgres, whichever way they run. */
export interface Stack {
  readonly kind: 'given' | 'native';
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  /** A role that may create roles and databases. */
  readonly databaseUrl: string;
  /** Resolves once the registry answers: it is the slowest part, and only new schemas need it. */
  readonly registryReady: Promise<void>;
  /** Stops what was started for this stack; a given stack is left alone. */
  stop(): Promise<void>;
}

/**
 * Opens the stack that the environment names (`KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL`, `DATABASE_URL`, all three), else
 * starts a native one: real Kafka, registry and Postgres as local processes.
 *
 * @throws {Refusal} with one sentence when it cannot start.
 */
export async function openStack(plan: NativePlan): Promise<Stack> {
  return givenStack() ?? (await startNativeStack(plan));
}

function givenStack(): Stack | undefined {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL } = process.env;
  if (!KAFKA_BROKERS || !SCHEMA_REGISTRY_URL || !DATABASE_URL) return undefined;
  return {
    kind: 'given',
    kafkaBrokers: KAFKA_BROKERS,
    schemaRegistryUrl: SCHEMA_REGISTRY_URL,
    databaseUrl: DATABASE_URL,
    registryReady: Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
