import type { RecordType } from '@kervan/contracts';
import { headerOf, type ModelLog } from '../kafka/model-log.js';

/** The bytes before a value's body: a magic byte, and the id of its schema. */
const BODY_AT = 5;

/** What the log tells of an order by records of one type, each once, in the order in which they came. */
export function toldOf<T>(log: ModelLog, record: RecordType<T>, orderId: string): { readonly id: string; readonly data: T }[] {
  const told = new Map<string, T>();
  for (const { records } of log.all()) {
    for (const one of records) {
      const id = headerOf(one, 'ce_id');
      const isMeant = one.key?.toString() === orderId && headerOf(one, 'ce_type') === record.fullName;
      if (isMeant && one.value && !told.has(id)) told.set(id, record.type.fromBuffer(one.value.subarray(BODY_AT)) as T);
    }
  }
  return [...told].map(([id, data]) => ({ id, data }));
}
