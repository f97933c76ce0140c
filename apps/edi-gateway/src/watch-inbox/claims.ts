import { constants, lstat, mkdir, open, readdir, rename, rmdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@kervan/messaging';
import { absent, CLAIM_ID, ERROR_END, errorNameOf, exists, isCode, isErrorName, pathIn, withEnd } from './file-names.js';
import { giveBack, letGoOfReturned, resumeGivingBack } from './giving-back.js';
import type { PartnerFolders } from './partner-folders.js';
import type { SeenFile } from './quiet-files.js';

/** A file that was moved out of the inbox, into a folder of its own: whoever moved it may take it. */
export interface Claim {
  /** Names the claim for ever. */
  readonly id: string;
  readonly folder: string;
  readonly name: string;
}

/** Hidden names, and those under which programs upload. */
const INCOMPLETE = /^\.|\.(tmp|part|filepart)$/i;

/**
 * The regular files of an inbox that are not hidden or temporary; links are not followed. A name that is no UTF-8 is read
 * with a mark for each of its strange bytes.
 */
export async function filesIn(inbox: string): Promise<SeenFile[]> {
  const entries = await readdir(inbox, { withFileTypes: true, encoding: 'buffer' });
  const names = entries.filter((one) => one.isFile()).map(({ name }) => name);
  const whole = names.filter((raw) => !INCOMPLETE.test(raw.toString()));
  const seen = await Promise.all(whole.map((raw) => seenFile(pathIn(inbox, raw), raw)));
  return seen.filter((one) => one !== undefined);
}

/**
 * Claims a file by renaming it: of several processes one succeeds.
 *
 * @returns undefined when it is gone, or is not any more what was seen; then it is where it was, or where another has come
 * under its name meanwhile, an abandoned claim.
 */
export async function claim(folders: PartnerFolders, seen: SeenFile): Promise<Claim | undefined> {
  const id = newId();
  const folder = join(folders.processing, id);
  const name = withEnd(seen.name, '');
  const one = { id, folder, name };
  const from = pathIn(folders.inbox, seen.raw);
  await mkdir(folder);
  try {
    await rename(from, join(folder, name));
  } catch (error) {
    await rmdir(folder).catch(absent);
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const taken = await seenFile(join(folder, name), seen.raw);
  if (taken?.size !== seen.size || taken.mtimeMs !== seen.mtimeMs) {
    await giveBack(one, from);
    return undefined;
  }
  await letGoOfReturned(one, folders);
  return one;
}

/** Claims that nobody has touched for a while: their process has died, or failed. Each is touched as it is given. */
export async function* abandonedClaims(folders: PartnerFolders, afterMs: number): AsyncGenerator<Claim, void> {
  await resumeGivingBack(folders, afterMs);
  const { processing } = folders;
  for (const id of (await readdir(processing)).filter((name) => CLAIM_ID.test(name)).sort()) {
    const folder = join(processing, id);
    const touched = await stat(folder).catch(absent);
    if (!touched || Date.now() - touched.mtimeMs < afterMs) continue;
    const [name] = await readdir(folder);
    if (name === undefined) await rmdir(folder).catch(absent);
    else {
      await utimes(folder, new Date(), new Date()).catch(absent);
      const one = { id, folder, name };
      await letGoOfReturned(one, folders);
      yield one;
    }
  }
}

/**
 * Reads a claimed file, no link and no more of it than the limit.
 *
 * @returns its size alone where it is larger; undefined when it is gone: another process has finished with it.
 */
export async function readClaimed(
  { folder, name }: Claim,
  maxBytes: number,
): Promise<{ readonly bytes: number; readonly content?: Buffer } | undefined> {
  const file = await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW).catch(absent);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    if (size > maxBytes) return { bytes: size };
    const content = await file.readFile();
    return { bytes: content.length, content };
  } finally {
    await file.close();
  }
}

/**
 * The name under which a claimed file ends: its own, or one that tells the claim too. That where its own is taken, or could
 * be that of what is said about another file, or leaves no room for what is said about this one.
 */
export async function finalName({ name, id }: Claim, target: string): Promise<string> {
  const ownName = !isErrorName(name) && errorNameOf(name) === `${name}${ERROR_END}`;
  if (ownName && !(await exists(join(target, name)))) return name;
  return withEnd(name, `.${id}${ERROR_END}`).slice(0, -ERROR_END.length);
}

/** Moves a claimed file to where it ends, and gives the claim up. Harmless when another process has done it. */
export async function finish({ folder, name }: Claim, target: string, as: string): Promise<void> {
  await rename(join(folder, name), join(target, as)).catch(absent);
  await rmdir(folder).catch(absent);
}

async function seenFile(path: string | Buffer, raw: Buffer): Promise<SeenFile | undefined> {
  const found = await lstat(path).catch(absent);
  return found?.isFile() ? { name: raw.toString(), raw, size: found.size, mtimeMs: found.mtimeMs } : undefined;
}
