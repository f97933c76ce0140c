import { LOCK_TIMEOUT } from './until-unlocked.js';

/** The roles of one service's database. */
export interface DatabaseRoles {
  /** The database, and the role that the service runs as: it reads and writes rows. */
  readonly database: string;
  /** The role that owns the database and everything in it, and that migrations run as. */
  readonly migrator: string;
}

const NAME = /^[a-z][a-z0-9_]{0,53}$/;

/** The roles of a service's database; their names are its own with `_` for `-`. @throws when that is no plain name. */
export function databaseRoles(service: string): DatabaseRoles {
  const database = service.replaceAll('-', '_');
  if (!NAME.test(database)) throw new Error(`not the name of a service's database: ${database}`);
  return { database, migrator: `${database}_migrator` };
}

/** What makes a service's database, in its order; every statement may be run again. */
export interface DatabaseStatements {
  /** In any database of the server, before the database is there. */
  readonly roles: readonly string[];
  /** In any database of the server, unless the database is there. */
  readonly create: string;
  /** In any database of the server. */
  readonly access: readonly string[];
  /** In the database itself, in one transaction, which gives up where others hold a lock for longer than two seconds. */
  readonly rights: readonly string[];
}

/**
 * The statements that make a service's database and set its rights, for a role that may create both.
 *
 * Nobody but the two roles may enter; the service may change rows, not tables; what a migration adds has the same
 * rights from its first moment. Where the service itself was the owner, the migrator becomes it, and the service keeps
 * the rows.
 */
export function databaseStatements({ database, migrator }: DatabaseRoles): DatabaseStatements {
  return {
    roles: [
      role(database),
      role(migrator),
      `GRANT "${database}", "${migrator}" TO CURRENT_USER WITH SET TRUE, INHERIT TRUE`,
    ],
    create: `CREATE DATABASE "${database}" OWNER "${migrator}"`,
    access: [
      `ALTER DATABASE "${database}" OWNER TO "${migrator}"`,
      `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`,
      `GRANT CONNECT ON DATABASE "${database}" TO "${database}"`,
    ],
    rights: [
      `SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`,
      `REASSIGN OWNED BY "${database}" TO "${migrator}"`,
      `ALTER SCHEMA public OWNER TO "${migrator}"`,
      'REVOKE ALL ON SCHEMA public FROM PUBLIC',
      `GRANT USAGE ON SCHEMA public TO "${database}"`,
      byDefault(migrator, `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "${database}"`),
      byDefault(migrator, `GRANT USAGE ON SEQUENCES TO "${database}"`),
      byDefault(migrator, 'REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC'),
      byDefault(migrator, `GRANT EXECUTE ON FUNCTIONS TO "${database}"`),
      rowsOfFormerOwner(database),
    ],
  };
}

function role(name: string): string {
  return `DO $$ BEGIN
  CREATE ROLE "${name}" LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- it is there
END $$`;
}

function byDefault(migrator: string, right: string): string {
  return `ALTER DEFAULT PRIVILEGES FOR ROLE "${migrator}" ${right}`;
}

/** Gives rights where there are none at all; what a migration has set since is left as it is. */
function rowsOfFormerOwner(database: string): string {
  return `DO $$ DECLARE relation regclass; BEGIN
  FOR relation IN
    SELECT oid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
      AND NOT has_table_privilege('${database}', oid, 'SELECT')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO "${database}"', relation);
  END LOOP;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "${database}";
END $$`;
}
