import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What only the owner of a local installation may know; made at its first start. */
export interface Secrets {
  readonly operatorKey: string;
  readonly postgresPassword: string;
  /** The password of every service's database role. */
  readonly servicePassword: string;
  /** The password of every role that migrates a database. */
  readonly migratorPassword: string;
  readonly erpKey: string;
  readonly integratorKey: string;
}

/**
 * Reads the secrets of a state folder, and makes those that it does not have: 24 random bytes each, in a file that its
 * owner alone may read.
 */
export function secretsOf(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const random = (): string => randomBytes(24).toString('base64url');
  const secrets: Secrets = {
    operatorKey: random(),
    postgresPassword: random(),
    servicePassword: random(),
    migratorPassword: random(),
    erpKey: random(),
    integratorKey: random(),
    ...known,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
