import { randomBytes } from 'node:crypto';
import { catalogue, recordType, type RecordType } from '@kervan/contracts';
import { testStack } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { registerRecords } from './register-schemas.js';

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
    const ids = await registerRecords({ url: registryUrl }, [sale]);
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
    const ids = await registerRecords({ url: registryUrl }, records);
    expect(ids.size).toBe(all.size);
    expect(new Set(ids.values()).size).toBe(all.size);
  });

  it('gives the same id again', async () => {
    const sale = record(freshName(), id);
    const first = await registerRecords({ url: registryUrl }, [sale]);
    expect(await registerRecords({ url: registryUrl }, [sale])).toEqual(first);
    expect(await ask(`/subjects/${sale.fullName}/versions`)).toEqual([1]);
  });

  it('gives all the same ids where several begin at once, and leaves no subject unchecked', async () => {
    const records = [1, 2, 3, 4].map(() => record(freshName(), id));
    const answers = await Promise.all([1, 2, 3, 4].map(() => registerRecords({ url: registryUrl }, records)));
    expect(answers).toEqual(answers.map(() => answers[0]));
    for (const { fullName } of records) {
      expect(await ask(`/config/${fullName}`)).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' });
    }
  });

  it('mends a subject that lost its rule', async () => {
    const sale = record(freshName(), id);
    await registerRecords({ url: registryUrl }, [sale]);
    await fetch(`${registryUrl}/config/${sale.fullName}`, { method: 'DELETE' });
    await registerRecords({ url: registryUrl }, [sale]);
    expect(await ask(`/config/${sale.fullName}`)).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' });
  });

  it('takes a version that reads its past, and is refused one that cannot read the first', async () => {
    const name = freshName();
    await registerRecords({ url: registryUrl }, [record(name, id)]);
    await registerRecords({ url: registryUrl }, [record(name, id, note)]);
    const withoutDefault = record(name, id, { ...note, default: undefined });
    await expect(registerRecords({ url: registryUrl }, [withoutDefault])).rejects.toMatchObject({ status: 409 });
    expect(await ask(`/subjects/${name}/versions`)).toEqual([1, 2]);
  });
});
