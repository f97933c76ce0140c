import type { RecordType } from '@kervan/contracts';
import type { KafkaMessage } from 'kafkajs';

const BODY_AT = 5;

/** The data of a record in Confluent's wire format, read by the schema of this build. */
export function orderIn<T>({ value }: Pick<KafkaMessage, 'value'>, { type }: RecordType<T>): T {
  return type.fromBuffer((value as Buffer).subarray(BODY_AT)) as T;
}

/** Avro bytes in Confluent's wire format. */
export function framed(schemaId: number, body: Buffer): Buffer {
  const value = Buffer.allocUnsafe(BODY_AT + body.length);
  value[0] = 0;
  value.writeInt32BE(schemaId, 1);
  body.copy(value, BODY_AT);
  return value;
}

/** What a record says of itself. */
export interface Answering {
  readonly id: string;
  readonly service: string;
  /** Full name of the record. */
  readonly type: string;
}

/** A record that answers another: same key, same trace, the headers that Kervan's messages have. */
export function answerTo(
  { key, headers = {} }: { readonly key?: unknown; readonly headers?: Readonly<Record<string, unknown>> },
  value: Buffer,
  { id, service, type }: Answering,
): { readonly key: Buffer; readonly value: Buffer; readonly headers: Record<string, string> } {
  return {
    key: Buffer.isBuffer(key) ? key : Buffer.from(String(key)),
    value,
    headers: {
      ce_id: id,
      ce_type: type,
      ce_source: service,
      ce_time: new Date().toISOString(),
      ce_correlationid: String(headers.ce_correlationid),
      ce_causationid: String(headers.ce_id),
      traceparent: String(headers.traceparent),
      baggage: String(headers.baggage),
    },
  };
}
