import { randomBytes } from 'node:crypto';
import { catalogue, recordType, type RecordType } from '@kervan/contracts';
import { testStack } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { registerSchemas } from './register.js';

const { schemaRegistryUrl: registryUrl } = testStack();

const freshName = () => `kervan.test.Sale${randomBytes(6).toString('hex')}`;

const record = (fullName: string, ...fields: readonly object[]): RecordType<unknown> => {
  const schema = { type: 'record', name: fullName, doc: 'A sale.', fields };
  return recordType({ fullName, kind: 'event', topics: [], schema: JSON.stringify(schema) });
};

const ask = async (path: string): Promise<unknown> => (await fetch(`${registryUrl}${path}`)).json();

const id = { name: 'id', type: 'string', doc: 'Its id.' };
const note = { name: 'note', type: 'string', default: '', doc: 'A note.' };

describe('registering schemas', () => {
  it('puts a schema under its full name, checked against all its versions', async () => {
    const sale = record(freshName(), id);
    const ids = await registerSchemas({ registryUrl, records: [sale] });
    expect(await ask(`/config/${sale.fullName}`)).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' });
    expect(await ask(`/subjects/${sale.fullName}/versions/latest`)).toMatchObject({
      id: ids.get(sale.fullName),
      version: 1,
      schema: sale.schema,
    });
  });

  it('takes every record of the catalogue', async () => {
    const apart = `test${randomBytes(6).toString('hex')}`;
    const all = new Set(catalogue.topics.flatMap((topic) => topic.records));
    const records = [...all].map((one) => recordType({ ...one, fullName: `${apart}.${one.fullName}` }));
    const ids = await registerSchemas({ registryUrl, records });
    expect(ids.size).toBe(all.size);
    expect(new Set(ids.values()).size).toBe(all.size);
  });

  it('gives the same id again', async () => {
    const sale = record(freshName(), id);
    const first = await registerSchemas({ registryUrl, records: [sale] });
    expect(await registerSchemas({ registryUrl, records: [sale] })).toEqual(first);
    expect(await ask(`/subjects/${sale.fullName}/versions`)).toEqual([1]);
  });

  it('takes a version that reads its past, and is refused one that cannot read the first', async () => {
    const name = freshName();
    await registerSchemas({ registryUrl, records: [record(name, id)] });
    await registerSchemas({ registryUrl, records: [record(name, id, note)] });
    const withoutDefault = record(name, id, { ...note, default: undefined });
    await expect(registerSchemas({ registryUrl, records: [withoutDefault] })).rejects.toMatchObject({ status: 409 });
    expect(await ask(`/subjects/${name}/versions`)).toEqual([1, 2]);
  });
});
