import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Partner } from './partner.js';

const folder = mkdtempSync(join(tmpdir(), 'kervan-partner-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('an answer that the partner has taken is none that comes again', async () => {
  const partner = new Partner({ folder });
  const [file, other] = [partner.interchange([partner.order()]), partner.interchange([partner.order()])];
  const outbox = join(folder, 'edi/marketim/outbox');
  mkdirSync(outbox, { recursive: true });
  for (const { reference } of [file, other]) writeFileSync(join(outbox, `contrl-${reference}.edi`), `UCI+${reference}+7'`);
  expect(await partner.takeAnswersTo(file)).toEqual([`UCI+${file.reference}+7'`]);
  expect((await partner.files('outbox')).map(({ name }) => name)).toEqual([`contrl-${other.reference}.edi`]);
});
