import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MigrationInterface } from 'typeorm';
import { checkout } from '../stack/checkout.js';

/** A migration, and what it says of itself where it does more than expand. */
export interface MigrationClass {
  readonly name: string;
  new (): MigrationInterface;
  /**
   * Marks a contract migration: the release that no longer uses what this one takes away. It may run only where that
   * release is the oldest one that still runs, or may be rolled back to.
   */
  readonly contracts?: string;
  /** Rules that are replaced by others which admit all that these did, by name. */
  readonly widens?: readonly string[];
  /** Tables whose rows the service may only add from then on. */
  readonly appendOnly?: readonly string[];
}

/** The migrations of every service with a database, by its name, in their order. */
export async function serviceMigrations(): Promise<ReadonlyMap<string, readonly MigrationClass[]>> {
  const files = globSync('apps/*/migrations/*-migrations.ts', { cwd: checkout }).sort();
  const found = files.map(async (file): Promise<[string, readonly MigrationClass[]]> => {
    const module = (await import(pathToFileURL(join(checkout, file)).href)) as Record<string, readonly MigrationClass[]>;
    const [migrations = [], ...others] = Object.values(module);
    if (others.length > 0) throw new Error(`${file} exports more than its migrations`);
    return [basename(file, '-migrations.ts'), migrations];
  });
  return new Map(await Promise.all(found));
}
