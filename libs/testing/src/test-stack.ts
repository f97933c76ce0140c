/** Where the real Kafka, schema registry and Postgres of this test run listen. */
export interface TestStack {
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  /** A role that may create databases. */
  readonly databaseUrl: string;
}

/**
 * The stack that the environment names: `KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL`, `DATABASE_URL`.
 *
 * @throws when one is missing: `npm test` starts a stack and sets them.
 */
export function testStack(): TestStack {
  const value = (name: string): string => {
    const found = process.env[name];
    if (!found) throw new Error(`${name} is not set: run the tests by \`npm test\`, or point it at a running stack`);
    return found;
  };
  return {
    kafkaBrokers: value('KAFKA_BROKERS').split(','),
    schemaRegistryUrl: value('SCHEMA_REGISTRY_URL'),
    databaseUrl: value('DATABASE_URL'),
  };
}
