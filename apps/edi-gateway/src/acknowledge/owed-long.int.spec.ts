import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ordersFile } from '../fixtures/interchange.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

/** What the service shows as waiting for a person: from which rows, since when, by kind. */
const shown = vi.hoisted(() => new Map<string, { from: string; since: string }>());

vi.mock('@kervan/messaging', async (original) => {
  const real = await original<typeof import('@kervan/messaging')>();
  const observeWaitingRows: typeof real.observeWaitingRows = (_read, kind, from, since) =>
    void shown.set(kind, { from, since });
  return { ...real, observeWaitingRows };
});

let edi: RunningEdiGateway;

beforeAll(async () => {
  edi = await runningEdiGateway();
});
afterAll(() => edi.stop());

it('an answer that has been owed for more than a minute waits for a person, until it is written', async () => {
  await edi.deliver('A.edi', ordersFile({ reference: 'A' }));
  const { from, since } = shown.get('edi-acknowledgement')!;
  const owedFor = async (seconds: number, written: string): Promise<number | null> => {
    await edi.database.query(
      `UPDATE edi_acknowledgement SET owed_since = now() - $1::float8 * interval '1 second', written_at = ${written},
         due_at = now() + interval '1 hour'`,
      [seconds],
    );
    return (await edi.database.query(`SELECT ${since} FROM ${from}`)).rowCount;
  };
  expect([await owedFor(55, 'NULL'), await owedFor(65, 'NULL'), await owedFor(65, 'now()')]).toEqual([0, 1, 0]);
});
