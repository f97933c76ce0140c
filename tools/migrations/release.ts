import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { judged } from './apply.js';
import { releasedOf, writeReleased } from './released.js';
import { serviceMigrations } from './service-migrations.js';

const usage = `Usage: npm run with-stack -- npm run migrations:release

Notes the migrations of every service as released with the version of package.json, and what they make of a database.
From then on they are not edited any more. Needs a Postgres that DATABASE_URL names, as a role that may create databases.`;

/** `npm run migrations:release`: part of making a release. */
async function main(): Promise<void> {
  const { DATABASE_URL: url } = process.env;
  if (!url) throw new Refusal('DATABASE_URL is not set: use npm run with-stack -- npm run migrations:release');
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };
  for (const [service, migrations] of await serviceMigrations()) {
    const { applied, findings } = await judged(url, service, migrations, releasedOf(service));
    const [finding] = findings;
    if (finding !== undefined) throw new Refusal(finding);
    const names = migrations.map(({ name }) => name);
    const last = applied.at(-1);
    const appendOnly = migrations.flatMap((migration) => migration.appendOnly ?? []);
    if (last) writeReleased(service, { release: version, migrations: names, shape: last.shape, appendOnly });
    console.log(`${service}: ${migrations.length} migrations`);
  }
}

readCommandLine({ usage });
await refusing(main);
