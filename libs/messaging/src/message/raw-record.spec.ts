import { describe, expect, it } from 'vitest';
import { readHeaders, storedHeaders } from '../held/held-message.js';
import { peekType } from './headers.js';
import { rawHeaders } from './raw-record.js';

const value = Buffer.from('v');

describe('the headers of a record', () => {
  it('are those that Kafka allows: one without a value has no bytes, also beside one that has', () => {
    expect(rawHeaders({ a: value, b: null, c: [null, value] })).toEqual({ a: value, b: Buffer.alloc(0), c: [Buffer.alloc(0), value] });
    expect(peekType({ headers: rawHeaders({ ce_type: null }) })).toBe('');
  });

  it('are found by no name but their own', () => {
    const { constructor, toString } = {};
    const headers = rawHeaders({ constructor: [constructor, value], toString: [toString, value, value] });
    expect(Object.entries(headers)).toEqual([['constructor', value], ['toString', [value, value]]]);
    expect(headers['valueOf']).toBeUndefined();
  });

  it('are stored and read again', () => {
    const headers = rawHeaders({ a: null, constructor: [Object, value], valueOf: [null, value] });
    expect(readHeaders(JSON.parse(storedHeaders(headers)) as [string, string][])).toEqual(headers);
  });
});
