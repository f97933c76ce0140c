import { catalogue } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { kafkaOperations, kafkaRights } from './kafka-rights.js';
import { renderKafkaUsers } from './kafka-users-file.js';

const text = z.string().min(1);

/** The form of Strimzi's resource, closed, with the fields that the file uses. */
const kafkaUser = z.strictObject({
  apiVersion: z.literal('kafka.strimzi.io/v1'),
  kind: z.literal('KafkaUser'),
  metadata: z.strictObject({ name: text, labels: z.strictObject({ 'strimzi.io/cluster': text }) }),
  spec: z.strictObject({
    authentication: z.strictObject({
      type: z.literal('scram-sha-512'),
      password: z.strictObject({
        valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name: text, key: text }) }),
      }),
    }),
    authorization: z.strictObject({
      type: z.literal('simple'),
      acls: z.array(
        z.strictObject({
          resource: z.strictObject({ type: z.enum(['topic', 'group']), name: text }),
          operations: z.array(z.enum(kafkaOperations)).min(1),
        }),
      ),
    }),
  }),
});

describe('the users of Kafka as Strimzi keeps them', () => {
  const rights = kafkaRights(catalogue.topics);
  const users = parseAllDocuments(renderKafkaUsers(rights)).map((document) => kafkaUser.parse(document.toJS()));

  it('have exactly the rights of the catalogue', () => {
    const told = users.flatMap(({ metadata, spec }) =>
      spec.authorization.acls.flatMap(({ resource, operations }) =>
        operations.map((operation) => {
          return { principal: metadata.name, resource: resource.type, name: resource.name, operation };
        }),
      ),
    );
    const sorted = (given: readonly object[]): string[] => given.map((right) => JSON.stringify(right)).toSorted();
    expect(sorted(told)).toEqual(sorted(rights));
  });

  it('are one a principal, each with the password of its own name', () => {
    const principals = [...new Set(rights.map(({ principal }) => principal))];
    expect(users.map(({ metadata }) => metadata.name)).toEqual(principals);
    expect(users.map(({ spec }) => spec.authentication.password.valueFrom.secretKeyRef.key)).toEqual(principals);
  });
});
