import pg from 'pg';

/**
 * Makes sure that a service has a database and a role of its own, and that nobody else may connect to it.
 *
 * Safe to run at every start: what is there is kept, the password and the rights are set again.
 *
 * @returns the connection string of the service.
 */
export async function ensureDatabase(adminUrl: string, service: string, password: string): Promise<string> {
  const name = service.replaceAll('-', '_');
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = client.escapeIdentifier(name);
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
    const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
    await client.query(`REVOKE ALL ON DATABASE ${role} FROM PUBLIC`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = name;
  url.password = password;
  url.pathname = `/${name}`;
  return url.href;
}
