import { describe, expect, it } from 'vitest';
import { parseSchema } from './index.js';

const schemaOf = (type: unknown) => JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'v', type }] });
const logical = (type: string, logicalType: string) => schemaOf({ type, logicalType });

describe('logical types', () => {
  it.each([
    ['long', 'timestamp-millis', '1969-12-31T23:59:59.999Z'],
    ['int', 'date', '1969-12-31'],
    ['int', 'date', '2028-02-29'],
    ['string', 'uuid', '019aa5c1-7e2b-8c3d-9a4e-5f6071829304'],
  ])('carry a %s as %s: %s', (type, name, value) => {
    const record = parseSchema(logical(type, name));
    expect(record.fromBuffer(record.toBuffer({ v: value }))).toEqual({ v: value });
  });

  it('work inside a nullable field', () => {
    const record = parseSchema(schemaOf(['null', { type: 'int', logicalType: 'date' }]));
    expect(record.fromBuffer(record.toBuffer({ v: null }))).toEqual({ v: null });
    expect(record.fromBuffer(record.toBuffer({ v: '2026-11-21' }))).toEqual({ v: '2026-11-21' });
    expect(record.isValid({ v: '21.11.2026' })).toBe(false);
  });

  it('are read from a writer that has the same type, or the bare type below it', () => {
    const reader = parseSchema(logical('long', 'timestamp-millis'));
    const same = parseSchema(logical('long', 'timestamp-millis'));
    const bare = parseSchema(schemaOf('long'));
    const instant = '2026-11-21T07:15:00.000Z';
    expect(reader.fromBuffer(same.toBuffer({ v: instant }), reader.createResolver(same))).toEqual({ v: instant });
    const bytes = bare.toBuffer({ v: Date.parse(instant) });
    expect(reader.fromBuffer(bytes, reader.createResolver(bare))).toEqual({ v: instant });
  });

  it('are not read from a writer of another meaning', () => {
    const reader = parseSchema(logical('long', 'timestamp-millis'));
    expect(() => reader.createResolver(parseSchema(logical('int', 'date')))).toThrow('cannot read');
    expect(() => reader.createResolver(parseSchema(schemaOf('string')))).toThrow();
  });

  it('refuse a uuid on the wire that is none', () => {
    const bytes = parseSchema(schemaOf('string')).toBuffer({ v: 'not-a-uuid' });
    expect(() => parseSchema(logical('string', 'uuid')).fromBuffer(bytes)).toThrow('not a uuid');
  });
});
