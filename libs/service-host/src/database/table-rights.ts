/** Where TypeORM notes which migrations have run; a service only looks at it. */
export const MIGRATION_TABLE = 'migration';

/**
 * The statement by which the owner of a service's tables gives the service exactly its rights on them.
 *
 * The service is the role of the database's own name. It may read and add rows everywhere, change and delete them where
 * the table does not only grow; views, and the list of migrations, it may read. Does nothing where there is no such
 * role, or where it is itself the owner, as on a developer's database.
 *
 * Partitions are reached through their table, and have their rights by default.
 */
export function tableRights(appendOnly: readonly string[]): string {
  const names = appendOnly.map((name) => `'${name}'`).join(', ');
  return `DO $$
DECLARE
  service text := current_database();
  relation record;
BEGIN
  IF service = current_user OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN RETURN; END IF;
  FOR relation IN
    SELECT oid::regclass AS name, CASE
        WHEN relkind = 'v' OR relname = '${MIGRATION_TABLE}' THEN 'SELECT'
        WHEN relname = ANY (ARRAY[${names}]::text[]) THEN 'SELECT, INSERT'
        ELSE 'SELECT, INSERT, UPDATE, DELETE'
      END AS rights
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v') AND NOT relispartition
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %I', relation.name, service);
    EXECUTE format('GRANT %s ON %s TO %I', relation.rights, relation.name, service);
  END LOOP;
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(), service);
  EXECUTE format('REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA %I FROM PUBLIC', current_schema());
  EXECUTE format('GRANT EXECUTE ON ALL ROUTINES IN SCHEMA %I TO %I', current_schema(), service);
END $$`;
}
