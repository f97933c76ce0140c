import { catalogue } from '@kervan/contracts';
import { renderAcls } from './acl-file.js';
import { kafkaRights } from './kafka-rights.js';
import { matrixOf, renderMatrix } from './kafka-matrix.js';

/** The committed files of rights, by their paths in the checkout, as they follow from topics and migrations. */
export function rightsFiles(): ReadonlyMap<string, string> {
  const rights = kafkaRights(catalogue.topics);
  return new Map([
    [ACLS_FILE, renderAcls(rights)],
    [KAFKA_MATRIX_FILE, renderMatrix(matrixOf(rights))],
  ]);
}

/** What `npm run rights:apply` gives to a Kafka cluster. */
export const ACLS_FILE = 'deploy/kafka/acls.csv';

/** The same for people. */
export const KAFKA_MATRIX_FILE = 'deploy/kafka/rights-matrix.md';
