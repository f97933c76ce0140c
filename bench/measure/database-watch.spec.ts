import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseWatch } from './database-watch.js';

describe('what a database has done', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
    await database.exec('CREATE TABLE taken (id integer)');
  }, 120_000);
  afterAll(() => database.close());

  it('is counted in transactions that wrote: those that only looked cost no disk anything', async () => {
    const watch = new DatabaseWatch({ query: (sql) => database.query(sql), end: () => Promise.resolve() });
    const before = await watch.work();
    await database.query('INSERT INTO taken VALUES (1)');
    for (let look = 0; look < 5; look += 1) await database.query('SELECT id FROM taken');
    await database.transaction(async (transaction) => {
      for (let id = 2; id < 5; id += 1) await transaction.query('INSERT INTO taken VALUES ($1)', [id]);
    });
    const after = await watch.work();
    expect(after.writes - before.writes).toBe(2);
    expect(after.walSyncs).toBeGreaterThanOrEqual(0);
  });

  it('has put so many bytes on the disk, by database', async () => {
    const watch = new DatabaseWatch({ query: (sql) => database.query(sql), end: () => Promise.resolve() });
    await database.exec('INSERT INTO taken SELECT generate_series(1, 10000)');
    const before = (await watch.sizes()).get('postgres') ?? 0;
    await database.exec('INSERT INTO taken SELECT generate_series(1, 10000)');
    expect((await watch.sizes()).get('postgres')).toBeGreaterThan(before);
  });
});

describe('a database that is stopped', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.once('data', () => socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])));
      socket.on('data', () => undefined).on('error', () => undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => void server.close());

  it('is told to who asks it, and ends nobody', async () => {
    const connected = once(server, 'connection');
    const watch = await DatabaseWatch.open(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`);
    const [socket] = (await connected) as [Socket];
    const gone = once(socket, 'close');
    socket.destroy();
    await gone;
    await expect(watch.work()).rejects.toThrow();
    await watch.close();
  });
});
