import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import type { KafkaRight } from './kafka-rights.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs; // no named exports for Node

/** How many rights were given and taken. */
export interface AppliedRights {
  readonly given: number;
  readonly taken: number;
}

const OPERATIONS = {
  Create: AclOperationTypes.CREATE,
  Describe: AclOperationTypes.DESCRIBE,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
} as const;
const RESOURCES = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP } as const;

/**
 * Gives the principals of the rights exactly these: what is missing is given, what they have beyond them is taken.
 *
 * Other principals are left alone. Applying again changes nothing. Needs a client that may alter the cluster.
 */
export async function applyAcls(admin: Admin, rights: readonly KafkaRight[]): Promise<AppliedRights> {
  const wanted = new Map(rights.map(entryOf).map((entry) => [JSON.stringify(entry), entry]));
  const present = new Map<string, AclEntry>();
  for (const principal of new Set(rights.map(({ principal: name }) => name))) {
    for (const entry of await entriesOf(admin, principal)) present.set(JSON.stringify(entry), entry);
  }
  const missing = [...wanted].filter(([key]) => !present.has(key)).map(([, entry]) => entry);
  const beyond = [...present].filter(([key]) => !wanted.has(key)).map(([, entry]) => entry);
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (beyond.length > 0) await admin.deleteAcls({ filters: beyond });
  return { given: missing.length, taken: beyond.length };
}

async function entriesOf(admin: Admin, principal: string): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    principal: `User:${principal}`,
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ resourceType, resourceName, resourcePatternType, acls }) =>
    acls.map(({ principal: who, host, operation, permissionType }) => {
      return { resourceType, resourceName, resourcePatternType, principal: who, host, operation, permissionType };
    }),
  );
}

/** With its fields in the order of {@link entriesOf}, so that equal ones are equal as text. */
function entryOf({ principal, resource, name, operation }: KafkaRight): AclEntry {
  return {
    resourceType: RESOURCES[resource],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${principal}`,
    host: '*',
    operation: OPERATIONS[operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}
