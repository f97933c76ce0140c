import { execFile } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPool } from '@kervan/messaging';
import {
  createDatabase, databaseConnection, type DatabaseConnection, databaseRoles, fixedSecret, migrate,
} from '@kervan/service-host';
import { type CertificateAuthority, certificateAuthority, eventually } from '@kervan/testing';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSource } from '../platform/services.js';
import { checkout } from '../stack/checkout.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { postgresFolder, startPostgres } from '../stack/postgres.js';
import { freePort } from './fixtures/free-port.js';

const ROLE = 'erp_writer';

describe('a service on a Postgres with TLS', () => {
  let folder: string;
  let port: number;
  let server: ManagedProcess;
  let authority: CertificateAuthority;
  let admin: pg.Client;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    Logger.overrideLogger(false);
    folder = mkdtempSync(join(tmpdir(), 'secured-postgres-'));
    port = await freePort();
    const plan = { folder: file('data'), port, password: 'of the superuser', logFile: file('postgres.log') };
    server = await startPostgres(plan).ready();
    authority = await certificateAuthority();
    writeFileSync(file('ca.pem'), authority.ca);
    writeFileSync(file('other-ca.pem'), (await certificateAuthority('another authority')).ca);
    admin = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: plan.password, database: 'postgres' });
    await admin.connect();
    await admin.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'the first'`);
    await serveAs(['127.0.0.1']);
  }, 90_000);
  afterAll(async () => {
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Has the server show a certificate that is made out to these names. */
  async function serveAs(hosts: readonly string[]): Promise<void> {
    const { cert, key } = await authority.issue(hosts);
    const data = postgresFolder(file('data'));
    const { uid, gid } = statSync(data);
    for (const [name, text] of [['server.crt', cert], ['server.key', key]] as const) {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      chownSync(join(data, name), uid, gid);
    }
    await admin.query('ALTER SYSTEM SET ssl = on');
    await admin.query('SELECT pg_reload_conf()');
    await eventually('TLS', async () => (await admin.query<{ ssl: string }>('SHOW ssl')).rows[0]?.ssl === 'on');
  }

  function connection(ca = 'ca.pem'): DatabaseConnection {
    return databaseConnection({
      DATABASE_URL: `postgres://${ROLE}@127.0.0.1:${port}/postgres`,
      DATABASE_PASSWORD_FILE: file('password'),
      DATABASE_TLS: 'verify-full',
      DATABASE_CA_FILE: file(ca),
    });
  }

  /** Whether one new connection is encrypted; else what it was refused with. */
  async function connect(database: DatabaseConnection): Promise<boolean | string> {
    const pool = openPool({ database, name: 'test', max: 1 });
    try {
      const { rows } = await pool.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
      return rows[0]!.ssl;
    } catch (error) {
      return `${(error as { code?: string }).code}`;
    } finally {
      await pool.end();
    }
  }

  it('talks in TLS to a server that proves its name, as its migrations do', async () => {
    writeFileSync(file('password'), 'the first\n');
    expect(await connect(connection())).toBe(true);
    await admin.query(`GRANT CREATE ON SCHEMA public TO ${ROLE}`);
    expect(await migrate('test', connection(), [])).toEqual([]);
  });

  it('gets its database and roles by `npm run databases:create`', async () => {
    mkdirSync(file('passwords'));
    writeFileSync(join(file('passwords'), 'console'), 'of the console\n');
    const command = [join(checkout, 'tools/rights/create-databases.ts'), '--passwords', file('passwords'), 'console'];
    const env = {
      DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`,
      DATABASE_PASSWORD: 'of the superuser',
      DATABASE_TLS: 'verify-full',
      DATABASE_CA_FILE: file('ca.pem'),
    };
    const done = await promisify(execFile)(process.execPath, [...runSource, ...command], { env });
    expect(done).toEqual({ stdout: 'console is there; no new password for console_migrator\n', stderr: '' });
    const url = `postgres://console@127.0.0.1:${port}/console`;
    expect(await connect({ ...connection(), url, password: fixedSecret('of the console') })).toBe(true);
  });

  it('gets its passwords by statements that tell none of them to the log of the server', async () => {
    await admin.query(`ALTER ROLE postgres SET log_statement = 'ddl'`);
    const superuser = databaseConnection({
      DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`,
      DATABASE_PASSWORD: 'of the superuser',
    });
    await createDatabase(superuser, databaseRoles('edi-gateway'), { service: `the 'first' of édi` });
    expect(readFileSync(file('postgres.log'), 'utf8')).toMatch(/ALTER ROLE "edi_gateway" PASSWORD/);
    expect(readFileSync(file('postgres.log'), 'utf8')).not.toContain('of édi');
    const url = `postgres://edi_gateway@127.0.0.1:${port}/edi_gateway`;
    expect(await connect({ ...connection(), url, password: fixedSecret(`the 'first' of édi`) })).toBe(true);
    expect(await connect({ ...connection(), url, password: fixedSecret('another') })).toBe('28P01');
  });

  it('goes on with a new password as soon as its file has it, and its open connections do not end', async () => {
    writeFileSync(file('password'), 'the first\n');
    const pool = openPool({ database: connection(), name: 'test', max: 2 });
    const open = await pool.connect();
    await admin.query(`ALTER ROLE ${ROLE} PASSWORD 'the second'`);
    expect(await pool.query('SELECT').catch(({ code }: pg.DatabaseError) => code)).toBe('28P01');
    writeFileSync(file('password'), 'the second\n');
    expect((await pool.query('SELECT')).rowCount).toBe(1);
    expect((await open.query('SELECT')).rowCount).toBe(1);
    open.release();
    await pool.end();
  });

  it('refuses a server whose certificate another authority signed, and takes it once its file names that one', async () => {
    const database = connection('other-ca.pem');
    expect(await connect(database)).toMatch(/SIGNATURE|SELF_SIGNED|UNABLE_TO/);
    writeFileSync(file('other-ca.pem'), authority.ca);
    expect(await connect(database)).toBe(true);
  });

  it('refuses a server whose certificate is made out to another name', async () => {
    await serveAs(['db.internal']);
    await eventually('the other certificate', async () => (await connect(connection())) === 'ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
