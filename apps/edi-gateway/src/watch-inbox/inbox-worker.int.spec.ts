import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommitUnknown, newId, type OutboxPressure, Transactions } from '@kervan/messaging';
import { HealthRegistry, type Lifecycle } from '@kervan/service-host';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EDI_CONFIG, type EdiGatewayConfig } from '../config.js';
import { ordersFile } from '../fixtures/interchange.js';
import { aPartner } from '../fixtures/partner.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';
import type { PartnersFile } from '../partners/partners.file.js';
import { TakeInterchange } from '../take-interchange/take-interchange.js';
import { InboxWorker } from './inbox.worker.js';
import { PartnerFolders } from './partner-folders.js';
import { putAway } from './put-away.js';

describe('the work on inboxes', () => {
  let edi: RunningEdiGateway;
  let ediDir: string;
  let last = 0;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());
  beforeEach(async () => {
    ediDir = await mkdtemp(join(tmpdir(), 'inboxes-'));
  });
  afterEach(() => rm(ediDir, { recursive: true }));

  const part = <T>(token: unknown): T => edi.service.app.get<T>(token as never, { strict: false });
  const folders = (code: string) => new PartnerFolders(ediDir, code);

  /** A worker on folders of its own, that stops when it is told. */
  function worker(
    codes: readonly string[],
    pressure: () => boolean,
    interchanges = part<TakeInterchange>(TakeInterchange),
  ): { look(): Promise<void>; stop(): Promise<void> } {
    const stops: (() => Promise<void> | void)[] = [];
    const lifecycle = { onStart: () => undefined, onStop: (_phase: string, _what: string, stop: () => void) => stops.push(stop) };
    const config = { ...part<EdiGatewayConfig>(EDI_CONFIG), ediDir };
    const partners = { all: () => codes.map((code) => aPartner({ code })) };
    const made = new InboxWorker(
      partners as unknown as PartnersFile,
      interchanges,
      part(Transactions),
      { isHigh: pressure } as OutboxPressure,
      { ...config, intake: { ...config.intake, quietMs: 0 } },
      lifecycle as unknown as Lifecycle,
      new HealthRegistry(),
    );
    return { look: () => made.look(), stop: async () => void (await Promise.all(stops.map((stop) => stop()))) };
  }

  async function fill(code: string, files: number): Promise<void> {
    await folders(code).make();
    for (let index = 0; index < files; index += 1) {
      const name = `${(last += 1)}`;
      await writeFile(join(folders(code).inbox, `${name}.edi`), ordersFile({ order: `W-${name}`, reference: `W${name}` }));
    }
  }
  const left = async (code: string) => (await readdir(folders(code).inbox)).length;

  it('ends when messages cannot be sent any more, not after all that is there', async () => {
    await fill('one', 5);
    let asked = 0;
    await worker(['one'], () => (asked += 1) > 3).look();
    expect(await left('one')).toBe(3);
  });

  it('ends when the process is to stop', async () => {
    await fill('one', 5);
    const { look, stop } = worker(['one'], () => (void (stopped ??= stop()), false));
    let stopped: Promise<void> | undefined;
    await look();
    await stopped;
    expect(await left('one')).toBe(5);
  });

  it('comes to every partner, however much one has sent', async () => {
    await fill('one', 101);
    await fill('two', 1);
    await worker(['one', 'two'], () => false).look();
    expect([await left('one'), await left('two')]).toEqual([1, 0]);
  });

  it('forgets that a file failed once it finds it gone', async () => {
    await fill('one', 1);
    const { processing } = folders('one');
    const { look } = worker(['one'], () => false, {
      async take({ id, name }: { readonly id: string; readonly name: string }) {
        const failure = `INSERT INTO edi_failing_file (id, partner, file_name, cause) VALUES ($1, 'one', $2, 'x')`;
        await edi.database.query(failure, [id, name]);
        throw new CommitUnknown(new Error('away'));
      },
    } as unknown as TakeInterchange);
    await look();
    const failing = async () => (await edi.database.query('SELECT FROM edi_failing_file')).rowCount;
    expect([await failing(), (await readdir(processing)).length]).toEqual([1, 1]);
    await rm(processing, { recursive: true });
    await look();
    expect(await failing()).toBe(0);
  });

  it('loses no file to another of its name that is put away at the same time', async () => {
    const own = folders('one');
    await own.make();
    const ids = Array.from({ length: 8 }, () => newId());
    for (const id of ids) {
      await mkdir(join(own.processing, id));
      await writeFile(join(own.processing, id, 'a.edi'), id);
    }
    await Promise.all(
      ids.map((id) => {
        const claim = { id, folder: join(own.processing, id), name: 'a.edi' };
        return part<Transactions>(Transactions).run((db) => putAway(db, claim, own, { state: 'accepted', problem: null }));
      }),
    );
    const names = await readdir(own.accepted);
    const contents = await Promise.all(names.map((name) => readFile(join(own.accepted, name), 'utf8')));
    expect(contents.sort()).toEqual([...ids].sort());
  });
});
