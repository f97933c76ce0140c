import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedSchema } from './avro.js';

/** A released version of a record: its self-contained schema as it went to the registry. */
export interface Release {
  readonly version: number;
  readonly schema: NamedSchema;
}

/** Every released version by record, oldest first, from `<folder>/history/<full name>/<version>.avsc`. */
export function readHistory(folder: string): ReadonlyMap<string, readonly Release[]> {
  const history = join(folder, 'history');
  if (!existsSync(history)) return new Map();
  return new Map(readdirSync(history).sort().map((fullName) => [fullName, releasesOf(join(history, fullName))]));
}

function releasesOf(folder: string): Release[] {
  return readdirSync(folder)
    .map((file) => ({
      version: Number(/^(\d+)\.avsc$/.exec(file)?.[1] ?? NaN),
      schema: JSON.parse(readFileSync(join(folder, file), 'utf8')) as NamedSchema,
    }))
    .sort((one, other) => one.version - other.version)
    .map((release, index) => {
      if (release.version === index + 1) return release;
      throw new Error(`${folder} has no ${index + 1}.avsc: versions are numbered from 1 without gaps`);
    });
}

/** Adds a version to a record's history. A version that is there is never written over. */
export function addRelease(folder: string, fullName: string, { version, schema }: Release): void {
  const target = join(folder, 'history', fullName);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, `${version}.avsc`), `${JSON.stringify(schema, null, 2)}\n`, { flag: 'wx' });
}

/** Whether two self-contained schemas are the same text, docs included. */
export const isSame = (one: NamedSchema, other: NamedSchema): boolean => JSON.stringify(one) === JSON.stringify(other);
