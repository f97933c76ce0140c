import type { ClientConfig } from 'pg';
import type { DatabaseConnection, Tls } from './connections.js';

/** What the driver needs to reach a database; each connection takes the password and the authorities of its moment. */
export type PostgresOptions = Pick<ClientConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>;

/** The driver's options for a connection. */
export function postgresOptions({ url, password, tls }: DatabaseConnection): PostgresOptions {
  // Taken apart, since what a connection string holds, even nothing, wins over every option beside it.
  const { hostname, port, username, password: ownPassword, pathname } = new URL(url);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username),
    password: password ? () => password.current() : decodeURIComponent(ownPassword),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: tls ? tlsOptions(tls) : false,
  };
}

/** Options of `tls.connect` that verify certificate and host name; the authorities are read at each connection. */
export function tlsOptions({ ca }: Tls): { readonly rejectUnauthorized: true; readonly ca?: string } {
  if (!ca) return { rejectUnauthorized: true };
  return {
    rejectUnauthorized: true,
    get ca() {
      return ca.current();
    },
  };
}
