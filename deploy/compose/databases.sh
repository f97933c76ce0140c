#!/bin/sh
# Makes each service's database and roles by the statements of deploy/postgres; what is there is kept, passwords are set again.
set -eu
PGPASSWORD="${PGPASSWORD:-$(cat /run/secrets/postgres-password)}"
export PGPASSWORD
service="$(cat /run/secrets/service-password)"
migrator="$(cat /run/secrets/migrator-password)"

for file in /postgres/*.sql; do
  role="$(basename "$file" .sql)"
  psql --quiet --no-psqlrc --file "$file"
  psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 \
    --set role="$role" --set service="$service" --set migrator_role="${role}_migrator" --set migrator="$migrator" <<'SQL'
-- a password is in no log
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
ALTER ROLE :"role" PASSWORD :'service';
ALTER ROLE :"migrator_role" PASSWORD :'migrator';
SQL
done
