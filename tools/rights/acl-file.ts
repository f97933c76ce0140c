import { type KafkaOperation, kafkaOperations, type KafkaRight } from './kafka-rights.js';

const HEADER = 'principal,resource,name,operation';
const RIGHT = /^([a-z0-9-]+),(topic|group),([a-zA-Z0-9._-]+),([A-Z][a-z]+)$/;

/** The rights as a file of comma-separated values, one a line. */
export function renderAcls(rights: readonly KafkaRight[]): string {
  const lines = rights.map(({ principal, resource, name, operation }) => [principal, resource, name, operation].join(','));
  return [HEADER, ...lines, ''].join('\n');
}

/** Reads what {@link renderAcls} has written. @throws when a line is not a right. */
export function parseAcls(text: string): KafkaRight[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  if (header !== HEADER) throw new Error(`rights begin with the line ${HEADER}`);
  return lines.map((line, at) => {
    const [, principal, resource, name, operation] = RIGHT.exec(line) ?? [];
    if (!principal || !name || !kafkaOperations.includes(operation as KafkaOperation)) {
      throw new Error(`line ${at + 2} is not a right: ${line}`);
    }
    return { principal, resource: resource as KafkaRight['resource'], name, operation: operation as KafkaOperation };
  });
}
