import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abandonedClaims, claim, type Claim, filesIn, finalName, finish, readClaimed } from './claims.js';
import { errorNameOf } from './file-names.js';
import { PartnerFolders } from './partner-folders.js';
import { writeWhole } from './write-file.js';

let root: string;
let folders: PartnerFolders;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'claims-'));
  folders = new PartnerFolders(root, 'market');
  await folders.make();
});
afterEach(() => rm(root, { recursive: true }));

const put = (name: string, content = 'x') => writeFile(join(folders.inbox, name), content);
const claimed = async (name: string): Promise<Claim | undefined> => {
  const seen = (await filesIn(folders.inbox)).find((one) => one.name === name);
  return seen && claim(folders, seen);
};
const abandoned = async (): Promise<Claim[]> => {
  const claims: Claim[] = [];
  for await (const one of abandonedClaims(folders, 60_000)) claims.push(one);
  return claims;
};
const old = (folder: string) => utimes(folder, new Date(0), new Date(0));

describe('the files of an inbox', () => {
  it('are the regular ones that are neither hidden nor temporary', async () => {
    await writeFile(join(root, 'secret'), 'secret');
    await Promise.all([put('a.edi'), put('.hidden'), put('b.tmp'), put('C.TMP'), put('d.edi.filepart'), put('e.part'), mkdir(join(folders.inbox, 'folder'))]);
    await symlink(join(root, 'secret'), join(folders.inbox, 'link.edi'));
    expect((await filesIn(folders.inbox)).map(({ name }) => name)).toEqual(['a.edi']);
  });

  it('may have a name that is no UTF-8, as many bytes as it has', async () => {
    for (const name of [Buffer.from('sipari\xfe.edi', 'latin1'), Buffer.alloc(255, 0xfe)]) {
      await writeFile(Buffer.concat([Buffer.from(`${folders.inbox}/`), name]), 'x');
      const [seen] = await filesIn(folders.inbox);
      const one = (await claim(folders, seen!))!;
      expect(one.name).toMatch(/^(sipari)?\ufffd+(\.edi)?$/);
      await finish(one, folders.accepted, await finalName(one, folders.accepted));
    }
    expect([await readdir(folders.inbox), await readdir(folders.processing)]).toEqual([[], []]);
    expect(await readdir(folders.accepted)).toHaveLength(2);
  });

  it.each([
    '..edi',
    '%2e%2e%2fx',
    'a;rm -rf ~',
    'ğ\n.edi',
    'x'.repeat(244),
    'ş'.repeat(122),
    'é',
    'e\u0301',
    '~a',
    '-rf',
  ])('may be called %j, and end under that name', async (name) => {
    await put(name, name);
    const hidden = name.startsWith('.');
    const one = await claimed(name);
    if (hidden) return expect(one).toBeUndefined();
    await finish(one!, folders.accepted, await finalName(one!, folders.accepted));
    expect(await readFile(join(folders.accepted, name), 'utf8')).toBe(name);
    await writeWhole(folders.accepted, errorNameOf(name), '{}');
    expect(await readdir(folders.accepted)).toHaveLength(2);
    expect(await readdir(folders.processing)).toEqual([]);
  });

  it.each([
    ['is that of what is said about another', 'a.error.json', 'a'],
    ['is so in capitals', 'A.ERROR.JSON', 'A'],
    ['leaves no room for what is said about it', 'x'.repeat(255), 'x'.repeat(244)],
  ])('ends under a name with its claim where its own %s, and neither loses what is said about it', async (_, name, other) => {
    for (const each of [name, other]) {
      await put(each, each);
      const one = (await claimed(each))!;
      const as = await finalName(one, folders.rejected);
      expect(as.endsWith(one.id)).toBe(each === name);
      await writeWhole(folders.rejected, errorNameOf(as), `about ${each}`);
      expect(await finalName(one, folders.rejected), 'after a crash in between').toBe(as);
      await finish(one, folders.rejected, as);
    }
    const names = await readdir(folders.rejected);
    const contents = await Promise.all(names.map((one) => readFile(join(folders.rejected, one), 'utf8')));
    expect(contents.sort()).toEqual([`about ${name}`, `about ${other}`, name, other].sort());
  });
});

describe('a claim', () => {
  it("is one process's, of several that try", async () => {
    await put('a.edi');
    const [seen] = await filesIn(folders.inbox);
    const claims = await Promise.all([1, 2, 3, 4].map(() => claim(folders, seen!)));
    expect(claims.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await readdir(folders.processing)).toHaveLength(1);
  });

  it('is given back when the file has grown meanwhile', async () => {
    await put('a.edi');
    const [seen] = await filesIn(folders.inbox);
    await appendFile(join(folders.inbox, 'a.edi'), 'y');
    expect(await claim(folders, seen!)).toBeUndefined();
    expect([await readdir(folders.inbox), await readdir(folders.processing)]).toEqual([['a.edi'], []]);
  });

  it('is none when a link has taken the place of the file', async () => {
    await writeFile(join(root, 'secret'), 'x');
    await put('a.edi');
    const [seen] = await filesIn(folders.inbox);
    await rm(join(folders.inbox, 'a.edi'));
    await symlink(join(root, 'secret'), join(folders.inbox, 'a.edi'));
    expect(await claim(folders, seen!)).toBeUndefined();
    expect(await filesIn(folders.inbox)).toEqual([]);
  });

  it('is none when a folder has taken the place of the file', async () => {
    await put('a.edi');
    const [seen] = await filesIn(folders.inbox);
    await rm(join(folders.inbox, 'a.edi'));
    await mkdir(join(folders.inbox, 'a.edi', 'inner'), { recursive: true });
    expect(await claim(folders, seen!)).toBeUndefined();
    expect(await readdir(join(folders.inbox, 'a.edi'))).toEqual(['inner']);
    expect(await readdir(folders.processing)).toEqual([]);
  });

  it('is none when the file is gone', async () => {
    await put('a.edi');
    const [seen] = await filesIn(folders.inbox);
    await rm(join(folders.inbox, 'a.edi'));
    expect(await claim(folders, seen!)).toBeUndefined();
    expect(await readdir(folders.processing)).toEqual([]);
  });

  it('follows no link that was put into its folder', async () => {
    await writeFile(join(root, 'secret'), 'secret');
    const one = { id: 'x', folder: folders.processing, name: 'link' };
    await symlink(join(root, 'secret'), join(one.folder, one.name));
    await expect(readClaimed(one, 100)).rejects.toThrow('ELOOP');
  });

  it('reads no more than the limit', async () => {
    await put('a.edi', 'x'.repeat(101));
    expect(await readClaimed((await claimed('a.edi'))!, 100)).toEqual({ bytes: 101 });
  });

  it('of a dead process is found after its time, once', async () => {
    await put('a.edi');
    const one = (await claimed('a.edi'))!;
    expect(await abandoned()).toEqual([]);
    await old(one.folder);
    expect(await abandoned()).toEqual([one]);
    expect(await abandoned()).toEqual([]);
  });

  it('of a process that died before its rename leaves nothing', async () => {
    await put('a.edi');
    const one = (await claimed('a.edi'))!;
    await finish(one, folders.accepted, one.name);
    await mkdir(one.folder);
    await old(one.folder);
    expect(await abandoned()).toEqual([]);
    expect(await readdir(folders.processing)).toEqual([]);
  });

  it('ends beside a file of the same name, not over it', async () => {
    for (const content of ['first', 'second']) {
      await put('a.edi', content);
      const one = (await claimed('a.edi'))!;
      await finish(one, folders.accepted, await finalName(one, folders.accepted));
    }
    const names = (await readdir(folders.accepted)).sort();
    expect(names).toEqual(['a.edi', expect.stringMatching(/^a\.edi\.[0-9a-f-]{36}$/)]);
    const contents = await Promise.all(names.map((name) => readFile(join(folders.accepted, name), 'utf8')));
    expect(contents).toEqual(['first', 'second']);
  });
});

describe('a file that is written', () => {
  it('is whole under its name, and takes what a dead attempt had left with it', async () => {
    await writeWhole(folders.outbox, 'a.edi', 'first');
    const hidden = `.${createHash('sha256').update('a.edi').digest('hex').slice(0, 16)}.dead.tmp`;
    await writeFile(join(folders.outbox, hidden), 'ha');
    await writeWhole(folders.outbox, 'a.edi', 'whole');
    expect(await readdir(folders.outbox)).toEqual(['a.edi']);
    expect(await readFile(join(folders.outbox, 'a.edi'), 'utf8')).toBe('whole');
  });

  it('replaces a link of its name, and does not write through it', async () => {
    await writeFile(join(root, 'secret'), 'secret');
    await symlink(join(root, 'secret'), join(folders.outbox, 'a.edi'));
    await writeWhole(folders.outbox, 'a.edi', 'whole');
    expect(await readFile(join(root, 'secret'), 'utf8')).toBe('secret');
  });
});
