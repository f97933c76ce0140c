import { appendFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersFile } from '../fixtures/interchange.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

describe('an inbox', () => {
  let edi: RunningEdiGateway;

  beforeAll(async () => {
    edi = await runningEdiGateway({ env: { EDI_QUIET_MS: '2000' } });
  });
  afterAll(() => edi.stop());

  it('is left a file that grows, until it has been the same for the quiet time', async () => {
    const file = ordersFile();
    const growing = join(edi.folder('inbox'), 'growing.edi');
    await writeFile(growing, file.subarray(0, 100));
    await edi.send('whole.edi', ordersFile({ order: 'PO-18', reference: 'WHOLE' }));
    let written = 100;
    await eventually('the whole one is taken', async () => {
      if (written < file.length - 1) await appendFile(growing, file.subarray(written, (written += 1)));
      return (await edi.names('accepted')).includes('whole.edi');
    });
    expect(await edi.names('inbox')).toEqual(['growing.edi']);
    await appendFile(growing, file.subarray(written));
    await eventually('the other is taken', async () => (await edi.names('accepted')).includes('growing.edi'));
    expect(await readFile(join(edi.folder('accepted'), 'growing.edi'))).toEqual(file);
  });

  it('keeps what is no complete file', async () => {
    const inbox = edi.folder('inbox');
    await writeFile(join(inbox, 'upload.tmp'), ordersFile({ reference: 'T1' }));
    await writeFile(join(inbox, '.hidden.edi'), ordersFile({ reference: 'T2' }));
    await writeFile(join(inbox, '..edi'), ordersFile({ reference: 'T3' }));
    await writeFile(join(inbox, 'empty.edi'), '');
    await mkdir(join(inbox, 'folder'));
    await symlink(join(inbox, 'upload.tmp'), join(inbox, 'link.edi'));
    await edi.deliver('later.edi', ordersFile({ order: 'PO-19', reference: 'LATER' }));
    expect(await edi.names('inbox')).toEqual(['empty.edi', 'folder', 'link.edi', 'upload.tmp']);
    expect(await edi.names('rejected')).toEqual([]);
  });

  it.each(['%2e%2e%2fescape.edi', 'x'.repeat(244), 'é.edi', 'e\u0301.edi', 'a;b&c|d`e`$(f).exe', '-rf', 'ğ\n.edi'])(
    'may hold a file of any name: %j',
    async (name) => {
      const [order, reference] = [`PO-${Buffer.from(name).toString('hex').slice(0, 8)}`, name.length.toString()];
      expect(await edi.deliver(name, ordersFile({ order, reference: `N${reference}${name.codePointAt(0)}` }))).toEqual({
        end: 'accepted',
      });
    },
  );

  it('may hold a file whose name leaves no room behind it: it ends with its claim', async () => {
    const [name, file] = ['y'.repeat(255), ordersFile({ order: 'PO-20', reference: 'LONG' })];
    await edi.send(name, file);
    const end = await eventually('it is put away', async () => (await edi.names('accepted')).find((one) => one.startsWith('yyy')));
    expect(end).toMatch(/^y+\.[0-9a-f-]{36}$/);
    expect(await readFile(join(edi.folder('accepted'), end))).toEqual(file);
  });
});
