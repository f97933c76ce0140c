import { recordType, type RecordType } from '@kervan/contracts';

/** Something was counted; the event that tests consume. */
export interface StockCounted {
  readonly orderId: string;
  readonly count: number;
  /** Marked as personal, so that masking can be seen. */
  readonly countedBy: string;
}
export const StockCounted: RecordType<StockCounted> = testRecord('StockCounted', 'event', [
  { name: 'orderId', type: 'string' },
  { name: 'count', type: 'int' },
  { name: 'countedBy', type: 'string', pii: true, default: '' },
]);

/** A count was taken note of; the event that tests publish. */
export interface StockNoted {
  readonly orderId: string;
  readonly count: number;
}
export const StockNoted: RecordType<StockNoted> = testRecord('StockNoted', 'event', [
  { name: 'orderId', type: 'string' },
  { name: 'count', type: 'int' },
]);

/** An event of the catalogue that no test handles. */
export interface StockMoved {
  readonly orderId: string;
}
export const StockMoved: RecordType<StockMoved> = testRecord('StockMoved', 'event', [
  { name: 'orderId', type: 'string' },
]);

/** Asks for a piece of work on an order. */
export interface ReserveStock {
  readonly orderId: string;
  readonly commandId: string;
  readonly count: number;
}
export const ReserveStock: RecordType<ReserveStock> = testRecord('ReserveStock', 'command', [
  { name: 'orderId', type: 'string' },
  { name: 'commandId', type: 'string' },
  { name: 'count', type: 'int' },
]);

/** Asks for the opposite of a {@link ReserveStock}. */
export type ReleaseStock = ReserveStock;
export const ReleaseStock: RecordType<ReleaseStock> = testRecord('ReleaseStock', 'command', [
  { name: 'orderId', type: 'string' },
  { name: 'commandId', type: 'string' },
  { name: 'count', type: 'int' },
]);

/** The outcome of a {@link ReserveStock} or a {@link ReleaseStock}. */
export type StockReserved = ReserveStock;
export const StockReserved: RecordType<StockReserved> = testRecord('StockReserved', 'reply', [
  { name: 'orderId', type: 'string' },
  { name: 'commandId', type: 'string' },
  { name: 'count', type: 'int' },
]);

interface Field {
  readonly name: string;
  readonly type: string;
  readonly pii?: boolean;
  readonly default?: string;
}

function testRecord<T>(name: string, kind: RecordType<T>['kind'], fields: readonly Field[]): RecordType<T> {
  const namespace = 'kervan.test';
  const schema = JSON.stringify({ type: 'record', name, namespace, fields });
  return recordType<T>({ fullName: `${namespace}.${name}`, kind, topics: [], schema });
}
