export { createCatalogue, type Catalogue, type Topic, type TopicKind } from './catalogue.js';
export { logicalTypes, parseSchema } from './logical-types.js';
export { MASKED } from './masking.js';
export { recordType, RecordRefused, type Message, type RecordKind, type RecordType } from './record-type.js';
// The names of every record, enum and shared type, one by one, as the generator lists them.
export * from './generated/door.generated.js';
