import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@kervan/contracts';
import { createDatabase, databaseConnection, databaseRoles } from '@kervan/service-host';
import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { settings } from '../command/settings.js';
import { servicesOf } from './kafka-rights.js';

const usage = `Usage: DATABASE_URL=<url of the server, as an administrator> npm run databases:create -- [--passwords <folder>] [<service>…]

Makes the database and the two roles of each service, of all by default, and sets their rights; safe to run again.
The folder holds a file per role, pos_ingest and pos_ingest_migrator; a role without a file keeps its password.
DATABASE_PASSWORD_FILE, DATABASE_TLS and DATABASE_CA_FILE are read as by every service.`;

const { values, positionals } = readCommandLine({
  usage,
  accepts: { options: { passwords: { type: 'string' } }, allowPositionals: true },
});

/** `npm run databases:create`: runs what deploy/postgres/ holds at the server that `DATABASE_URL` names. */
async function main(): Promise<void> {
  const admin = settings(databaseConnection);
  const known = servicesOf(catalogue.topics);
  const stranger = positionals.find((name) => !known.includes(name));
  if (stranger !== undefined) refuseCommandLine(usage, `There is no service ${stranger}.`);
  for (const service of positionals.length > 0 ? positionals : known) {
    const roles = databaseRoles(service);
    const passwords = { service: passwordOf(roles.database), migrator: passwordOf(roles.migrator) };
    await createDatabase(admin, roles, passwords);
    const without = Object.values(roles).filter((role) => passwordOf(role) === undefined);
    console.log(`${roles.database} is there${without.length > 0 ? `; no new password for ${without.join(', ')}` : ''}`);
  }
}

function passwordOf(role: string): string | undefined {
  const file = join(values.passwords ?? '', role);
  return values.passwords !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : undefined;
}

await refusing(main);
