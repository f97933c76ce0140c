import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource, type Logger } from 'typeorm';
import { type Applied, findingsOf, inOrderOfUpgrade } from './findings.js';
import type { Released } from './released.js';
import type { MigrationClass } from './service-migrations.js';
import { shapeOf } from './shape.js';

/** What a service's migrations make of a database that has those of its last release, and what is wrong with them. */
export async function judged(
  adminUrl: string,
  service: string,
  migrations: readonly MigrationClass[],
  released: Released | undefined,
): Promise<{ readonly applied: readonly Applied[]; readonly findings: readonly string[] }> {
  const ordered = inOrderOfUpgrade(migrations, released);
  if (!ordered) {
    const names = released?.migrations.join(', ');
    return { applied: [], findings: [`${service}: what was released stays, in its order: ${names}.`] };
  }
  const done = await applied(adminUrl, ordered);
  return { applied: done, findings: findingsOf(service, done, released) };
}

/** Runs migrations one after another in an empty database that is dropped afterwards, and reads what each said and the shape after it. */
export async function applied(adminUrl: string, migrations: readonly MigrationClass[]): Promise<Applied[]> {
  const name = `migrations_${randomBytes(8).toString('hex')}`;
  await once(adminUrl, (admin) => admin.query(`CREATE DATABASE ${name}`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  try {
    return await once(url.href, (client) => applyAll(url.href, migrations, client));
  } finally {
    await once(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  }
}

async function applyAll(url: string, migrations: readonly MigrationClass[], client: pg.Client): Promise<Applied[]> {
  const done: Applied[] = [];
  for (const [at, migration] of migrations.entries()) {
    const statements: string[] = [];
    const source = new DataSource({
      type: 'postgres',
      url,
      migrations: migrations.slice(0, at + 1),
      migrationsTableName: 'migration',
      logger: notingIn(statements),
    });
    await source.initialize();
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    done.push({ migration, statements, shape: await shapeOf(client) });
  }
  return done;
}

/** Keeps every statement that is run, and says nothing. */
function notingIn(statements: string[]): Logger {
  const nothing = (): void => undefined;
  const logQuery = (sql: string): number => statements.push(sql);
  return { logQuery, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing };
}

async function once<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
