import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

/** What the service shows as waiting for a person: from which rows, by kind. */
const shown = vi.hoisted(() => new Map<string, string>());

vi.mock('@kervan/messaging', async (original) => {
  const real = await original<typeof import('@kervan/messaging')>();
  const observeWaitingRows: typeof real.observeWaitingRows = (_read, kind, from) => void shown.set(kind, from);
  return { ...real, observeWaitingRows };
});

let edi: RunningEdiGateway;

beforeAll(async () => {
  edi = await runningEdiGateway();
});
afterAll(() => edi.stop());

it('a file that was not tried for a day is neither listed nor counted as one that waits for a person', async () => {
  await edi.database.query(`
    INSERT INTO edi_failing_file (id, partner, file_name, cause, last_failed_at)
    VALUES (gen_random_uuid(), 'market', 'a.edi', 'x', now() - interval '23 hours'),
      (gen_random_uuid(), 'market', 'b.edi', 'x', now() - interval '25 hours')`);
  const { body } = await edi.request('GET', '/v1/failing-files');
  expect(body.items).toMatchObject([{ fileName: 'a.edi' }]);
  const { rows } = await edi.database.query(`SELECT file_name FROM ${shown.get('edi-file')}`);
  expect(rows).toEqual([{ file_name: 'a.edi' }]);
});
