#!/bin/sh
# Makes a database and a role of its own for each service; what is there is kept, and the password is set again.
set -eu
export PGPASSWORD="${PGPASSWORD:-$(cat /run/secrets/postgres-password)}"
password="$(cat "${SERVICE_PASSWORD_FILE:-/run/secrets/service-password}")"

for name in pos_ingest ecommerce_webhooks edi_gateway bank_reconciler order_orchestrator erp_writer einvoice_sender console; do
  psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --set name="$name" --set password="$password" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
