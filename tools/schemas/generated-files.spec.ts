import { describe, expect, it } from 'vitest';
import type { NamedSchema } from './avro.js';
import { generatedFiles } from './generated-files.js';
import type { SchemaSet } from './schema-set.js';

const schema = (type: string, name: string, namespace: string, rest: object) =>
  ({ type, name, namespace, doc: `A ${name}.`, ...rest }) as unknown as NamedSchema;
const nullable = (type: unknown) => ['null', type];

const placed = schema('record', 'Placed', 'kervan.test', {
  fields: [
    { name: 'orderId', type: { type: 'string', logicalType: 'uuid' }, doc: "The buyer's order." },
    { name: 'color', type: nullable('kervan.paint.Color'), default: null, doc: 'Its color.' },
    { name: 'notes', type: { type: 'array', items: nullable('string') }, pii: true, doc: 'Notes.' },
  ],
});
const color = schema('enum', 'Color', 'kervan.paint', { symbols: ['red', 'blue'] });

const set: SchemaSet = {
  named: new Map([
    ['kervan.paint.Color', color],
    ['kervan.test.Placed', placed],
  ]),
  topics: [
    {
      name: 'test.order.events.v1',
      kind: 'events',
      key: 'orderId',
      partitions: 12,
      retentionDays: 28,
      records: ['kervan.test.Placed'],
      producers: ['writer'],
      consumers: [],
    },
  ],
};

describe('the generated part of libs/contracts', () => {
  const files = generatedFiles(set);

  it('has a file per domain, one for its schemas where it has messages, the topics and the door', () => {
    expect([...files.keys()]).toEqual([
      'paint.generated.ts',
      'test.generated.ts',
      'test-schemas.generated.ts',
      'topics.generated.ts',
      'door.generated.ts',
    ]);
  });

  it('gives a record its interface and its record type under one name', () => {
    const text = files.get('test.generated.ts');
    expect(text).toContain("import type { Color } from './paint.generated.js';");
    expect(text).toContain("  /** The buyer's order. */\n  readonly orderId: string;");
    expect(text).toContain('  readonly color: Color | null;');
    expect(text).toContain('  /** Notes. Personal. */\n  readonly notes: readonly (string | null)[];');
    expect(text).toContain('export const Placed: RecordType<Placed> = recordType({');
  });

  it('gives an enum its values and their union', () => {
    const text = files.get('paint.generated.ts');
    expect(text).toContain("export const Color = {\n  red: 'red',\n  blue: 'blue',\n} as const;\n");
    expect(text).toContain('export type Color = (typeof Color)[keyof typeof Color];');
  });

  it('escapes what stands in a doc, so that the schema survives as it is', () => {
    const text = files.get('test-schemas.generated.ts');
    expect(text).toContain("export const placedSchema =\n  '{");
    expect(text).toContain("The buyer\\'s order.");
    expect(text).toContain('"symbols":["red","blue"]');
  });

  it('lets out every name, a type where there is no value', () => {
    expect(files.get('door.generated.ts')).toContain("export { Placed } from './test.generated.js';");
    expect(files.get('door.generated.ts')).toContain("export { Color } from './paint.generated.js';");
  });

  it('is refused when a record is on topics of two kinds', () => {
    const [events] = set.topics;
    const commands = { ...events!, name: 'test.order.commands.v1', kind: 'commands' as const };
    expect(() => generatedFiles({ ...set, topics: [events!, commands] })).toThrow('topics of more than one kind');
  });
});
