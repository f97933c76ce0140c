import { appendFile, link, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abandonedClaims, claim, type Claim, filesIn, finish } from './claims.js';
import { PartnerFolders } from './partner-folders.js';

const NAME = 'a.edi';
const code = (name: string): Error => Object.assign(new Error(name), { code: name });

/** So many steps that change something on the disk the process lives to do. */
const life = vi.hoisted(() => ({ steps: Infinity }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const mortal = <A extends unknown[], R>(step: (...args: A) => Promise<R>) =>
    vi.fn((...args: A): Promise<R> => {
      life.steps -= 1;
      return life.steps < 0 ? Promise.reject(new Error('the process is dead')) : step(...args);
    });
  const { mkdir, link: give, rename: move, unlink, rmdir } = real;
  return { ...real, mkdir: mortal(mkdir), link: mortal(give), rename: mortal(move), unlink: mortal(unlink), rmdir: mortal(rmdir) };
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

  it('is back where it was moved, and a server of files says that it was not', async () => {
    const real = vi.mocked(link).getMockImplementation()!;
    vi.mocked(link).mockImplementationOnce(async (from, to) => {
      await real(from, to);
      throw code('EEXIST');
    });
    await claimGrown();
    expect([await inInbox(), await held()]).toEqual(['older, and longer', []]);
  });
});

describe('a process that dies while it gives a changed file back', () => {
  /** Whether it came to its end before it died. */
  async function givesBackIn(steps: number): Promise<boolean> {
    await writeFile(join(folders.inbox, NAME), 'older');
    const [seen] = await filesIn(folders.inbox);
    await appendFile(join(folders.inbox, NAME), ', and longer');
    life.steps = steps;
    const lived = await claim(folders, seen!).then(() => life.steps >= 0, () => false);
    life.steps = Infinity;
    return lived;
  }

  /** The claims that another process takes up, or makes, long after. */
  const looks = {
    async claims(): Promise<Claim[]> {
      for (const one of await readdir(folders.processing)) await utimes(join(folders.processing, one), new Date(0), new Date(0));
      const found: Claim[] = [];
      for await (const one of abandonedClaims(folders, 60_000)) found.push(one);
      return found;
    },
    async inbox(): Promise<Claim[]> {
      const found = await filesIn(folders.inbox);
      return (await Promise.all(found.map((seen) => claim(folders, seen)))).filter((one) => one !== undefined);
    },
  };

  it.each([
    ['claims', 'inbox'],
    ['inbox', 'claims'],
  ] as const)('leaves the whole file to be taken once, whatever its last step was, where others look into %s before %s', async (...order) => {
    let steps = 0;
    for (let lived = false; !lived; steps += 1) {
      lived = await givesBackIn(steps);
      const taken: string[] = [];
      for (const place of [...order, ...order]) {
        for (const one of await looks[place]()) {
          taken.push(await readFile(join(one.folder, one.name), 'utf8'));
          await finish(one, folders.accepted, one.id);
        }
      }
      const left = [await readdir(folders.processing), await readdir(folders.inbox)];
      expect([steps, taken, left]).toEqual([steps, ['older, and longer'], [[], []]]);
    }
    expect(steps, 'a folder, into it, out of the way, a second name, the first, the folder').toBe(7);
  });

  it.each(['accepted', 'rejected'] as const)('leaves nothing to be taken where a release before takes the file to %s', async (end) => {
    await givesBackIn(4);
    expect([await held(), await inInbox()]).toEqual([['older, and longer'], 'older, and longer']);
    await rename(join(folders.inbox, NAME), join(folders[end], `${NAME}.of-before`));
    expect(await looks.claims()).toEqual([]);
    expect([await readdir(folders.processing), await readdir(folders[end])]).toEqual([[], [`${NAME}.of-before`]]);
  });
});
