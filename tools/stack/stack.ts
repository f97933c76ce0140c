import { startComposeStack } from './compose-stack.js';
import { startContainerStack } from './container-stack.js';
import { startNativeStack, type NativePlan } from './native-stack.js';
import { requireJava } from './preflight.js';
import { chooseStack, type StackKind } from './stack-kind.js';

/** The one door to Kafka, the schema registry and Postgres, whichever way they run. */
export interface Stack {
  readonly kind: StackKind;
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  /** A role that may create roles and databases. */
  readonly databaseUrl: string;
  /** Resolves once the registry answers: it is the slowest part, and only new schemas need it. */
  readonly registryReady: Promise<void>;
  /** Stops what was started for this stack; a given stack is left alone. */
  stop(): Promise<void>;
}

/** How a stack is opened. */
export interface StackPlan extends NativePlan {
  /** Whether its data is there again at the next start; without it, containers begin with empty data and leave none. */
  readonly kept?: boolean;
}

/**
 * Opens the stack that the environment names (`KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL`, `DATABASE_URL`, all three), else
 * starts one: in containers where a Docker daemon answers, as local processes where none does or `KERVAN_STACK` is native.
 *
 * @throws {Refusal} with one sentence when it cannot start.
 */
export async function openStack(plan: StackPlan): Promise<Stack> {
  switch (await chooseStack(process.env)) {
    case 'given':
      return givenStack(process.env);
    case 'docker':
      return plan.kept ? startComposeStack(plan) : startContainerStack(plan);
    case 'native':
      requireJava();
      return startNativeStack(plan);
  }
}

function givenStack({ KAFKA_BROKERS = '', SCHEMA_REGISTRY_URL = '', DATABASE_URL = '' }: NodeJS.ProcessEnv): Stack {
  return {
    kind: 'given',
    kafkaBrokers: KAFKA_BROKERS,
    schemaRegistryUrl: SCHEMA_REGISTRY_URL,
    databaseUrl: DATABASE_URL,
    registryReady: Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
