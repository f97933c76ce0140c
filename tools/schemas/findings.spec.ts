import { describe, expect, it } from 'vitest';
import type { NamedSchema } from './avro.js';
import { findingsOf } from './findings.js';
import type { Release } from './history.js';
import type { SchemaSet } from './schema-set.js';

const doc = 'Told.';
const id = { name: 'orderId', type: 'string', doc };
const lines = (...fields: readonly object[]) =>
  ({ type: 'record', name: 'Line', namespace: 'kervan.test', doc, fields }) as NamedSchema;
const placed = (...fields: readonly object[]) =>
  ({ type: 'record', name: 'Placed', namespace: 'kervan.test', doc, fields }) as NamedSchema;
const color = (...symbols: readonly string[]) => ({ type: 'enum', name: 'Color', namespace: 'kervan.test', symbols });
const noted = (type: unknown, more = {}) => placed(id, { name: 'note', type, doc, ...more });

const setOf = (...schemas: readonly NamedSchema[]): SchemaSet => ({
  named: new Map(schemas.map((schema) => [`${schema.namespace}.${schema.name}`, schema])),
  topics: [
    {
      name: 'test.order.events.v1',
      kind: 'events',
      key: 'orderId',
      partitions: 12,
      retentionDays: 1,
      records: ['kervan.test.Placed'],
      producers: [],
      consumers: [],
    },
  ],
});

const historyOf = (...schemas: readonly NamedSchema[]): ReadonlyMap<string, readonly Release[]> =>
  new Map([['kervan.test.Placed', schemas.map((schema, index) => ({ version: index + 1, schema }))]]);

describe('the findings on the schemas', () => {
  it('are none when every record is documented, released and reads its past', () => {
    const [first, second] = [placed(id), placed(id, { name: 'note', type: 'string', default: '', doc })];
    expect(findingsOf(setOf(second), historyOf(first, second))).toEqual({
      breaks: [],
      undocumented: [],
      unreleased: [],
      abandoned: [],
    });
  });

  it('name record, field, version, what happened and what to do instead', () => {
    const now = placed(id, { name: 'total', type: 'long', doc });
    expect(findingsOf(setOf(now), historyOf(placed(id), now)).breaks).toEqual([
      'kervan.test.Placed, field total, against version 1: older records do not have the field, and it has no ' +
        'default to stand in for it. Instead: give it a default, such as "type": ["null", …], "default": null.',
    ]);
  });

  it('judge against every past version and not the last alone', () => {
    const withDefault = placed(id, { name: 'note', type: 'string', default: '', doc });
    const now = placed(id, { name: 'note', type: 'string', doc });
    const { breaks } = findingsOf(setOf(now), historyOf(placed(id), withDefault));
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toContain('field note, against version 1: older records do not have the field');
  });

  it.each<[string, NamedSchema, NamedSchema, string, string]>([
    [
      'a new symbol of an enum',
      noted(color('red')),
      noted(color('red', 'blue')),
      'the enum kervan.test.Color has the new symbol blue',
      'leave the enum as it is, and tell what is new in a new field with a default, or in a new record',
    ],
    [
      'a new type of a union',
      noted(['null', 'string'], { default: null }),
      noted(['null', 'string', 'long'], { default: null }),
      'it may be long now, and was null or string',
      'keep null or string, and add a new field of type long with a default beside it, or a new record',
    ],
    [
      'a field without a default that is removed',
      noted('string'),
      placed(id),
      'the field is gone, and had no default to stand in for it',
      'give it a default of its type in this release, and remove it in the next',
    ],
    [
      'a field under another name, with an alias',
      noted('string'),
      placed(id, { name: 'remark', type: 'string', aliases: ['note'], doc }),
      'the field is gone, and had no default to stand in for it',
      'give it a default of its type in this release, and remove it in the next',
    ],
    [
      'a field that may now be null',
      noted('string'),
      noted(['null', 'string']),
      'the field may be null now, and was string',
      'keep string, and tell what is new in a new field with a default beside it, or in a new record',
    ],
  ])('name what the release before cannot read: %s', (_, before, now, what, instead) => {
    const told = [
      `kervan.test.Placed, field note, read by version 2: ${what}. The release before holds every such record, ` +
        `and the later ones of its key. Instead: ${instead}.`,
    ];
    expect(findingsOf(setOf(now), historyOf(before, before)).breaks).toEqual(told);
    expect(findingsOf(setOf(now), historyOf(before, before, now)).breaks).toEqual(told);
  });

  it.each<[string, NamedSchema, NamedSchema]>([
    ['a new field with a default', placed(id), noted(color('red'), { default: 'red' })],
    ['a field that gets a default', noted('string'), noted('string', { default: '' })],
    ['a field with a default that is removed', noted('string', { default: '' }), placed(id)],
  ])('are none where the release before reads %s', (_, before, now) => {
    expect(findingsOf(setOf(now), historyOf(before)).breaks).toEqual([]);
  });

  it('leave alone what only a release before the last cannot read', () => {
    const released = placed(id, { name: 'note', type: ['null', 'string'], doc });
    const now = placed(...released.fields!, { name: 'more', type: 'string', default: '', doc });
    expect(findingsOf(setOf(now), historyOf(noted('string'), released)).breaks).toEqual([]);
    expect(findingsOf(setOf(placed(id)), historyOf(noted('string'), noted('string', { default: '' }))).breaks).toEqual([]);
  });

  it('reach through a shared type to the field that breaks', () => {
    const order = placed(id, { name: 'lines', type: { type: 'array', items: 'kervan.test.Line' }, doc });
    const line = lines({ name: 'quantity', type: 'string', doc });
    const wasThen = placed(id, { name: 'lines', type: { type: 'array', items: line }, doc });
    const now = setOf(order, lines({ name: 'quantity', type: 'long', doc }));
    expect(findingsOf(now, historyOf(wasThen)).breaks[0]).toMatch(
      /^kervan\.test\.Placed, field lines\[\]\.quantity, against version 1: the type was changed from string to long/,
    );
  });

  it('tell what has no doc', () => {
    const bare = { ...placed({ name: 'orderId', type: 'string', doc: ' ' }), doc: undefined } as unknown as NamedSchema;
    expect(findingsOf(setOf(bare), historyOf(bare)).undocumented).toEqual([
      'kervan.test.Placed has no doc.',
      'kervan.test.Placed.orderId has no doc.',
    ]);
  });

  it('tell a changed and a new record that is not released', () => {
    const changed = setOf(placed(id, { name: 'note', type: 'string', default: '', doc }));
    expect(findingsOf(changed, historyOf(placed(id))).unreleased).toEqual([
      'kervan.test.Placed has changed since version 1: run `npm run schemas:release`.',
    ]);
    expect(findingsOf(changed, new Map()).unreleased).toEqual([
      'kervan.test.Placed is new and has no released version: run `npm run schemas:release`.',
    ]);
  });

  it('tell a released record that is gone', () => {
    const history = new Map([...historyOf(placed(id)), ['kervan.test.Gone', [{ version: 1, schema: placed(id) }]]]);
    const { abandoned } = findingsOf(setOf(placed(id)), history);
    expect(abandoned[0]).toContain('kervan.test.Gone was released and is on no topic any more');
  });
});
