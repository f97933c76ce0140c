import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../message/raw-record.js';
import { correlationOf } from './held-message.js';

const record: RawRecord = {
  topic: 'sales.order.events.v1', partition: 3, offset: 7n, timestamp: Date.UTC(2026, 10, 21), key: null, value: null, headers: {},
};

describe('the correlation id of a record that is held', () => {
  it('is what the record tells', () => {
    const told = { ...record, headers: { ce_correlationid: Buffer.from('till-9') } };
    expect(correlationOf(told)).toEqual({ id: 'till-9', made: false });
  });

  it('is made where the record tells none, the same at every look: the held message and its copy are found together', () => {
    expect(correlationOf(record).made).toBe(true);
    expect(correlationOf({ ...record })).toEqual(correlationOf(record));
    expect(correlationOf({ ...record, offset: 8n }).id).not.toBe(correlationOf(record).id);
  });
});
