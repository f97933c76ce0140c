import { OPERATOR_KEY } from './service-parts.js';

/**
 * Settings of a service that a test starts alone: any free port, the operator key of tests, and nobody behind the
 * addresses of Postgres, Kafka and the schema registry.
 */
export function aloneEnvironment(service: string): Readonly<Record<string, string>> {
  return {
    SERVICE_NAME: service,
    PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    KAFKA_BROKERS: 'none:1',
    SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
    OPERATOR_KEY,
  };
}
