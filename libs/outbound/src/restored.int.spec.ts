import { freshDatabase, type FreshDatabase } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallType } from './call/call-type.js';
import type { Target } from './call/target.js';
import { type DocumentData, type DocumentResult, fastTarget, writeDocument } from './fixtures/document-calls.js';
import { FarSide } from './fixtures/far-side.js';
import { OutboundRig } from './fixtures/outbound-rig.js';
import { markRestored, ServiceRuns } from './store/mark-restored.js';

/** It does what it is sent as often as it is sent, and can be asked. */
const lookupOnly = { repeat: 'lookupOnly', maxProcessingMs: 10, lookupLagMs: 10, timeoutMs: 500 } as const;
let targets = 0;

describe('a database that was restored to an earlier state', () => {
  let rig: OutboundRig;
  let restored: OutboundRig | undefined;
  let far: FarSide;
  let backup: FreshDatabase;
  let open: string;
  let type: CallType<DocumentData, DocumentResult>;

  beforeEach(async () => {
    rig = await OutboundRig.open();
    far = new FarSide();
    restored = undefined;
  });

  afterEach(async () => {
    await restored?.end();
    await rig.close().catch(() => rig.database.drop());
    await backup?.drop();
    await far.stop();
  });

  /** Call A-1 is open when the backup is made; after it A-1 is made, and B-1 comes and is made. */
  async function loseWork(target: Partial<Target>, options: { lookUp?: boolean } = {}): Promise<void> {
    targets += 1;
    type = writeDocument(fastTarget(`restored-${targets}`, await far.start(), target), options);
    open = await rig.enqueue(type, 'A-1');
    await rig.end();
    backup = await rig.database.copy();
    const later = await rig.onDatabase(rig.database);
    const fresh = await later.enqueue(type, 'B-1');
    await later.replica([type]);
    await later.ended(open);
    await later.ended(fresh);
    await later.end();
    expect([...far.ledger].sort()).toEqual(['A-1', 'B-1']);
  }

  /** Starts the service on the backup; the command behind B-1 is read again from its topic. */
  async function startAgain(): Promise<string> {
    restored = await rig.onDatabase(backup);
    const again = await restored.enqueue(type, 'B-1');
    await restored.replica([type]);
    return again;
  }

  const mark = (): Promise<number> => markRestored(rig.service, { url: backup.url });

  it('and marked: what was open, and what is asked for again, is looked up, and nothing is done twice', async () => {
    await loseWork(lookupOnly);
    expect(await mark()).toBe(1);
    const again = await startAgain();
    expect(await restored?.ended(open)).toMatchObject({ state: 'completed', tried: [{ act: 'look-up', result: 'found' }] });
    expect(await restored?.ended(again)).toMatchObject({ state: 'completed', tried: [{ act: 'look-up', result: 'found' }] });
    expect([...far.ledger].sort()).toEqual(['A-1', 'B-1']);
  });

  it('control: not marked, both are done twice', async () => {
    await loseWork(lookupOnly);
    const again = await startAgain();
    await restored?.ended(open);
    await restored?.ended(again);
    expect([...far.ledger].sort()).toEqual(['A-1', 'A-1', 'B-1', 'B-1']);
  });

  it('and marked: what the far side never got is sent, once look-ups have ruled it out', async () => {
    await loseWork(lookupOnly);
    far.ledger.splice(far.ledger.indexOf('A-1'), 1); // as if the send had not reached it
    await mark();
    await startAgain();
    const { state, tried } = (await restored?.ended(open)) ?? { state: '', tried: [] };
    expect([state, tried.map(({ act }) => act)]).toEqual(['completed', expect.arrayContaining(['look-up', 'send'])]);
    expect([...far.ledger].sort()).toEqual(['A-1', 'B-1']);
  });

  it('and marked: a target that can neither be asked nor told twice is left to a person', async () => {
    await loseWork({ repeat: 'never' }, { lookUp: false });
    await mark();
    const again = await startAgain();
    for (const command of [open, again]) {
      await restored?.until(command, 'it waits for a person', ({ state, waits }) => state === 'unknown' && waits);
    }
    expect([...far.ledger].sort()).toEqual(['A-1', 'B-1']);
  });

  it('and marked: a target that knows keys and cannot be asked is told again under the same key', async () => {
    await far.stop();
    far = new FarSide({ keys: true });
    await loseWork({ repeat: 'key', keyLifetimeMs: 100 * 365 * 86_400_000 }, { lookUp: false });
    await mark();
    const again = await startAgain();
    await restored?.ended(open);
    await restored?.ended(again);
    expect([...far.ledger].sort()).toEqual(['A-1', 'B-1']);
  });

  it('is not marked while its service is connected: its workers might be sending', async () => {
    backup = await freshDatabase();
    await expect(markRestored(rig.service, { url: rig.database.url })).rejects.toThrow(ServiceRuns);
  });
});

describe('what comes after the restore', () => {
  it('is sent at once, as ever', async () => {
    const rig = await OutboundRig.open();
    const far = new FarSide();
    const type = writeDocument(fastTarget('after-restore', await far.start(), lookupOnly));
    await rig.pool.query(`INSERT INTO outbound_restore (marked_at, calls) VALUES ('2020-01-01Z', 0)`);
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    expect((await rig.ended(command)).tried.map(({ act }) => act)).toEqual(['send']);
    await rig.close();
    await far.stop();
  });
});
