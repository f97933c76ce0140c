import { link, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Claim } from './claims.js';
import { absent, CLAIM_ID, exists, isCode, pathIn, sharedIdentity, withEnd } from './file-names.js';
import type { PartnerFolders } from './partner-folders.js';

/**
 * How a claimed file goes back into the inbox, so that it is one file to take, wherever a process dies.
 *
 * It cannot be moved there in one step that spares a newer upload of its name: it gets a second name, then it loses the
 * first. So its claim is none any more before that, by the name of its folder. One that a process has left so is let go of
 * where the file is in the inbox again, or claimed anew from there, and else is a claim as before. Only such a one is ever
 * let go of, and only beside another name of its file.
 */
const RETURNING = /^([0-9a-f-]{36})\.back$/;

/** Moves a claimed file back under its name, never over another that has it by now: then it stays claimed. */
export async function giveBack({ folder, name }: Claim, from: Buffer): Promise<void> {
  const leaving = `${folder}.back`;
  await rename(folder, leaving);
  if (await moveBack(join(leaving, name), from)) await rmdir(leaving).catch(absent);
  else await rename(leaving, folder);
}

/**
 * Only where no second name can be given to it (it is a folder, its owner or the filesystem forbids it) is it looked first
 * and moved then. A server of files may say that it could not, and have done it.
 *
 * @returns whether it was moved.
 */
async function moveBack(held: string, from: Buffer): Promise<boolean> {
  try {
    await link(held, from);
  } catch (error) {
    const given = await sharedIdentity(held);
    if (given === undefined || given !== (await sharedIdentity(from))) {
      if (isCode(error, 'EEXIST') || (await exists(from))) return false;
      await rename(held, from);
      return true;
    }
  }
  await unlink(held).catch(absent);
  return true;
}

/** Sees to files that somebody was giving back, and has not touched for a while. */
export async function resumeGivingBack(folders: PartnerFolders, afterMs: number): Promise<void> {
  for (const one of await returningIn(folders)) {
    const touched = await stat(one.folder).catch(absent);
    if (!touched || Date.now() - touched.mtimeMs < afterMs) continue;
    if (one.name === undefined) await rmdir(one.folder).catch(absent);
    else if (await isElsewhere(join(one.folder, one.name), one.name, folders)) await letGo(one.folder, one.name);
    else await rename(one.folder, join(folders.processing, one.id)).catch(absent);
  }
}

/** Lets go of what a process has left of giving a file back that is claimed anew. */
export async function letGoOfReturned({ folder, name }: Claim, folders: PartnerFolders): Promise<void> {
  const file = await sharedIdentity(join(folder, name));
  if (file === undefined) return;
  for (const one of await returningIn(folders)) {
    if (one.name === undefined || (await sharedIdentity(join(one.folder, one.name))) !== file) continue;
    await letGo(one.folder, one.name);
  }
}

/**
 * Whether the file goes on under another name, or has ended so: a release before, which lets go of none, may have taken it
 * from the inbox. It is looked for as it goes: in the inbox first, then in the claims, then where files end.
 */
async function isElsewhere(path: string, name: string, folders: PartnerFolders): Promise<boolean> {
  const { inbox, processing, accepted, rejected } = folders;
  const file = await sharedIdentity(path);
  if (file === undefined) return false;
  for (const raw of await readdir(inbox, { encoding: 'buffer' })) {
    const isNamed = withEnd(raw.toString(), '') === name;
    if (isNamed && (await sharedIdentity(pathIn(inbox, raw))) === file) return true;
  }
  const claims = (await readdir(processing)).filter((one) => CLAIM_ID.test(one)).map((one) => join(processing, one));
  for (const folder of [...claims, accepted, rejected]) {
    for (const held of (await readdir(folder).catch(absent)) ?? []) {
      if ((await sharedIdentity(join(folder, held))) === file) return true;
    }
  }
  return false;
}

interface Returning {
  readonly id: string;
  readonly folder: string;
  readonly name: string | undefined;
}

async function returningIn({ processing }: PartnerFolders): Promise<Returning[]> {
  const ids = (await readdir(processing)).flatMap((one) => RETURNING.exec(one)?.[1] ?? []);
  const found = ids.map(async (id): Promise<Returning[]> => {
    const folder = join(processing, `${id}.back`);
    const names = await readdir(folder).catch(absent);
    return names ? [{ id, folder, name: names[0] }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function letGo(folder: string, name: string): Promise<void> {
  await unlink(join(folder, name)).catch(absent);
  await rmdir(folder).catch(absent);
}
