import { parseSchema } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { breaksBetween } from './compatibility.js';

const record = (...fields: readonly object[]) => ({ type: 'record', name: 'Sale', namespace: 'test', fields });
const color = (...symbols: readonly string[]) => ({ type: 'enum', name: 'Color', namespace: 'test', symbols });
const breaks = (newer: object, older: object) =>
  breaksBetween(parseSchema(JSON.stringify(newer)), parseSchema(JSON.stringify(older)));

const id = { name: 'id', type: 'string' };
const note = { name: 'note', type: 'string' };

describe('a schema that breaks with an older one', () => {
  it('because a required field was added', () => {
    expect(breaks(record(id, { name: 'total', type: 'long' }), record(id))).toEqual([
      {
        path: 'total',
        what: 'older records do not have the field, and it has no default to stand in for it',
        instead: 'give it a default, such as "type": ["null", …], "default": null',
      },
    ]);
  });

  it('because a default was removed that stands in for records from before the field', () => {
    const first = record(id);
    const second = record(id, { ...note, default: '' });
    const third = record(id, note);
    expect(breaks(second, first)).toEqual([]);
    expect(breaks(third, second)).toEqual([]);
    expect(breaks(third, first)).toMatchObject([{ path: 'note', what: expect.stringContaining('no default') }]);
  });

  it('because a field was renamed', () => {
    expect(breaks(record(id, { ...note, name: 'remark' }), record(id, note))).toEqual([
      {
        path: 'remark',
        what: 'the field was renamed from note to remark, so what older records hold under note is lost',
        instead: 'keep the name note, or add remark beside it with a default',
      },
    ]);
    expect(breaks(record(id, { ...note, name: 'remark', aliases: ['note'] }), record(id, note))).toEqual([]);
  });

  it('because a type was changed', () => {
    const money = (type: string) => record({ name: 'total', type });
    expect(breaks(money('long'), money('string'))).toEqual([
      {
        path: 'total',
        what: 'the type was changed from string to long, which cannot read it',
        instead: 'keep string, and add a new field of type long with a default beside it',
      },
    ]);
  });

  it('because a number means something else', () => {
    const day = record({ name: 'at', type: { type: 'int', logicalType: 'date' } });
    const instant = record({ name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } });
    expect(breaks(instant, day)).toMatchObject([
      { path: 'at', what: 'the type was changed from date (int) to timestamp-millis (long), which cannot read it' },
    ]);
  });

  it('because an enum lost a symbol', () => {
    const painted = (...symbols: readonly string[]) => record({ name: 'color', type: color(...symbols) });
    expect(breaks(painted('red'), painted('red', 'blue'))).toEqual([
      {
        path: 'color',
        what: 'the enum test.Color has lost the symbol blue, which older records hold',
        instead: 'keep blue among its symbols, and stop writing it',
      },
    ]);
  });

  it('because a field may no longer be null', () => {
    expect(breaks(record(note), record({ ...note, type: ['null', 'string'] }))).toMatchObject([
      { path: 'note', what: 'the field may no longer be null, which it is in older records; it is now string' },
    ]);
  });

  it('because a record got another name', () => {
    expect(breaks({ ...record(id), name: 'Purchase' }, record(id))).toMatchObject([
      { path: '', what: 'the type test.Sale is now test.Purchase' },
    ]);
  });

  it('deep inside a shared type, in a list and behind null', () => {
    const line = (...fields: readonly object[]) => ({ type: 'record', name: 'Line', namespace: 'test', fields });
    const sale = (type: object) => record({ name: 'lines', type: { type: 'array', items: ['null', type] } });
    expect(breaks(sale(line(id, note)), sale(line(id)))).toMatchObject([{ path: 'lines[].note' }]);
  });
});

describe('a schema that reads an older one', () => {
  it.each<[string, object, object]>([
    ['with a new field that has a default', record(id, { ...note, default: '' }), record(id)],
    ['without a field that it no longer wants', record(id), record(id, note)],
    ['with an enum symbol more', record({ name: 'c', type: color('a', 'b') }), record({ name: 'c', type: color('a') })],
    ['with a field that may now be null', record({ ...note, type: ['null', 'string'] }), record(note)],
    ['with a wider number', record({ name: 'n', type: 'long' }), record({ name: 'n', type: 'int' })],
  ])('%s', (_, newer, older) => {
    expect(breaks(newer, older)).toEqual([]);
  });
});
