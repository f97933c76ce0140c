import { appendFile, link, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claim, filesIn } from './claims.js';
import { PartnerFolders } from './partner-folders.js';

const NAME = 'a.edi';
const code = (name: string): Error => Object.assign(new Error(name), { code: name });

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, link: vi.fn(real.link), rename: vi.fn(real.rename) };
});

let root: string;
let folders: PartnerFolders;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'give-back-'));
  folders = new PartnerFolders(root, 'market');
  await folders.make();
});
afterEach(async () => {
  vi.mocked(link).mockReset();
  vi.mocked(rename).mockReset();
  await rm(root, { recursive: true });
});

/** Claims a file that grows after it was seen, so that it is given back. */
async function claimGrown(): Promise<void> {
  await writeFile(join(folders.inbox, NAME), 'older');
  const [seen] = await filesIn(folders.inbox);
  await appendFile(join(folders.inbox, NAME), ', and longer');
  expect(await claim(folders, seen!)).toBeUndefined();
}

/** The partner uploads another file of the name at the last moment before something is moved into the inbox. */
function uploadBefore(move: typeof link | typeof rename): void {
  const real = vi.mocked(move).getMockImplementation()!;
  vi.mocked(move).mockImplementation(async (from, to) => {
    if (dirname(to.toString()) === folders.inbox) await writeFile(join(folders.inbox, NAME), 'newer');
    return real(from, to);
  });
}

const held = async (): Promise<string[]> => {
  const claims = await readdir(folders.processing);
  return Promise.all(claims.map((id) => readFile(join(folders.processing, id, NAME), 'utf8')));
};
const inInbox = (): Promise<string> => readFile(join(folders.inbox, NAME), 'utf8');

describe('a changed file that is given back', () => {
  it('replaces no newer upload of its name, and stays claimed', async () => {
    uploadBefore(link);
    uploadBefore(rename);
    await claimGrown();
    expect([await inInbox(), await held()]).toEqual(['newer', ['older, and longer']]);
  });

  it('is back where no second name can be given to it', async () => {
    vi.mocked(link).mockRejectedValueOnce(code('EPERM'));
    await claimGrown();
    expect([await inInbox(), await held()]).toEqual(['older, and longer', []]);
  });

  it('stays claimed where no second name can be given to it, and its own is taken', async () => {
    vi.mocked(link).mockImplementationOnce(async () => {
      await writeFile(join(folders.inbox, NAME), 'newer');
      throw code('EPERM');
    });
    await claimGrown();
    expect([await inInbox(), await held()]).toEqual(['newer', ['older, and longer']]);
  });
});
