import { createDatabase, databaseRoles } from '@kervan/service-host';

/** The passwords of a service's role, and of the one that migrates its database. */
export interface DatabasePasswords {
  readonly service: string;
  readonly migrator: string;
}

/**
 * Makes sure that a service has a database and two roles of its own, and that nobody else may connect to it.
 *
 * Safe to run at every start: what is there is kept, the passwords and the rights are set again.
 *
 * @returns the connection string of the service.
 */
export async function ensureDatabase(adminUrl: string, service: string, passwords: DatabasePasswords): Promise<string> {
  const roles = databaseRoles(service);
  await createDatabase({ url: adminUrl }, roles, passwords);
  return urlAs(adminUrl, roles.database, passwords.service, `/${roles.database}`);
}

/** The connection string of a service's database for its migrations. */
export function migratorUrl(serviceUrl: string, password: string): string {
  const { username, pathname } = new URL(serviceUrl);
  return urlAs(serviceUrl, databaseRoles(username).migrator, password, pathname);
}

function urlAs(server: string, username: string, password: string, pathname: string): string {
  return Object.assign(new URL(server), { username, password, pathname }).href;
}
