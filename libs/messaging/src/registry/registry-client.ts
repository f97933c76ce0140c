import { ConfluentSchemaRegistryError } from '@kafkajs/confluent-schema-registry/dist/errors.js';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { RecordType } from '@kervan/contracts';
import type { RegistryConnection } from '@kervan/service-host';
import { askRegistry, basicAuthorization, REGISTRY_TIMEOUT_MS, type RegistryAnswer, registryAgent } from './registry-http.js';
import { RegistryUnavailable } from './registry-unavailable.js';

const NO_SUCH_SCHEMA = new Set([404, 422]);
const { BACKWARD_TRANSITIVE } = COMPATIBILITY;

/**
 * A Confluent-compatible schema registry, asked over HTTP with a timeout of 5 s and three retries.
 *
 * Every method throws {@link RegistryUnavailable} when no answer is to be had; that is transient.
 */
export class RegistryClient {
  private readonly registry: SchemaRegistry;
  private readonly agent: ReturnType<typeof registryAgent>;

  constructor(private readonly connection: RegistryConnection) {
    const { url, login } = connection;
    this.agent = registryAgent(connection);
    const enhanced = () => ({
      timeout: REGISTRY_TIMEOUT_MS,
      ...(login && { headers: { authorization: basicAuthorization(login) } }),
    });
    this.registry = new SchemaRegistry({
      host: url,
      agent: this.agent,
      middlewares: [() => ({ request: async (request) => (await request).enhance(enhanced()) })],
    });
  }

  /** The id under which a record's schema is registered, if it is. */
  async idOf({ fullName, schema }: RecordType<unknown>): Promise<number | undefined> {
    try {
      return await this.registry.getRegistryIdBySchema(fullName, { type: SchemaType.AVRO, schema });
    } catch (error) {
      if (error instanceof ConfluentSchemaRegistryError) return undefined;
      throw new RegistryUnavailable(error);
    }
  }

  /** The Avro schema of an id; `undefined` when there is none of that id, or when it is not Avro, or none that can be read. */
  async schemaOf(id: number): Promise<string | undefined> {
    try {
      const schema: unknown = await this.registry.getSchema(id);
      return isAvro(schema) ? JSON.stringify(schema.schema({ exportAttrs: true })) : undefined;
    } catch (error) {
      if (NO_SUCH_SCHEMA.has(statusOf(error))) return undefined;
      // Its client throws this of a schema that it makes no type of, such as a JSON Schema with a `format`, and of a proxy's page.
      if (error instanceof ConfluentSchemaRegistryError && (await this.has(id))) return undefined;
      throw new RegistryUnavailable(error);
    }
  }

  /** Whether there is a schema of an id now, of whatever kind and whatever was told before. */
  async has(id: number): Promise<boolean> {
    let answer: RegistryAnswer;
    try {
      answer = await askRegistry(this.connection, this.agent, 'GET', `/schemas/ids/${id}`);
    } catch (error) {
      throw new RegistryUnavailable(error);
    }
    if (NO_SUCH_SCHEMA.has(answer.status)) return false;
    if (answer.status === 200 && isSchemaAnswer(answer.body)) return true;
    throw new RegistryUnavailable(`status ${answer.status} without a schema`);
  }

  /**
   * Registers a record's schema under its full name with BACKWARD_TRANSITIVE compatibility, and returns its id.
   *
   * The compatibility is set before the schema is there, so that no version gets in unchecked, and set again where it
   * was lost. The same schema again gives the same id; several may register at once.
   *
   * @throws the registry's refusal (409) of a schema that cannot read all that were registered before; permanent.
   */
  async register({ fullName, schema }: RecordType<unknown>): Promise<number> {
    await this.check(fullName);
    const { id } = await this.registry.register(
      { type: SchemaType.AVRO, schema },
      { subject: fullName, compatibility: BACKWARD_TRANSITIVE },
    );
    return id;
  }

  /** Has a subject's versions checked against all before; of several who set this at once, the registry lets one. */
  private async check(subject: string): Promise<void> {
    const path = `/config/${encodeURIComponent(subject)}`;
    const isSet = async (): Promise<boolean> => {
      const { body } = await askRegistry(this.connection, this.agent, 'GET', path);
      return (body as { readonly compatibilityLevel?: string } | undefined)?.compatibilityLevel === BACKWARD_TRANSITIVE;
    };
    if (await isSet()) return;
    const wanted = { compatibility: BACKWARD_TRANSITIVE };
    const { status } = await askRegistry(this.connection, this.agent, 'PUT', path, wanted);
    if (!(await isSet())) throw new Error(`the registry does not set the compatibility of ${subject}: ${status}`);
  }
}

interface ExportableSchema {
  schema(options: { exportAttrs: boolean }): unknown;
}

function isAvro(schema: unknown): schema is ExportableSchema {
  return typeof schema === 'object' && schema !== null && 'createResolver' in schema && 'schema' in schema;
}

function isSchemaAnswer(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'schema' in body && typeof body.schema === 'string';
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 0;
}
