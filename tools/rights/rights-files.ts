import { catalogue } from '@kervan/contracts';
import { databaseRoles } from '@kervan/service-host';
import { renderAcls } from './acl-file.js';
import { renderDatabase } from './database-file.js';
import { kafkaRights, servicesOf } from './kafka-rights.js';
import { matrixOf, renderMatrix } from './kafka-matrix.js';
import { renderKafkaUsers } from './kafka-users-file.js';

/** What `npm run rights:apply` gives to a Kafka cluster. */
export const ACLS_FILE = 'deploy/kafka/acls.csv';

/** The same for people. */
export const KAFKA_MATRIX_FILE = 'deploy/kafka/rights-matrix.md';

/** The same for Strimzi. */
export const KAFKA_USERS_FILE = 'deploy/kafka/kafka-users.yaml';

/** The committed files of rights, by their paths in the checkout, as they follow from topics and services. */
export function rightsFiles(): ReadonlyMap<string, string> {
  const rights = kafkaRights(catalogue.topics);
  const databases = servicesOf(catalogue.topics).map(databaseRoles);
  return new Map([
    [ACLS_FILE, renderAcls(rights)],
    [KAFKA_MATRIX_FILE, renderMatrix(matrixOf(rights))],
    [KAFKA_USERS_FILE, renderKafkaUsers(rights)],
    ...databases.map((roles) => [`deploy/postgres/${roles.database}.sql`, renderDatabase(roles)] as const),
  ]);
}
