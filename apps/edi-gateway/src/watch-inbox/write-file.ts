import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const HIDDEN_END = '.tmp';

/**
 * Writes a file so that it is there whole or not at all, and stays after a crash of the machine.
 *
 * It is written under a hidden name in the same folder, synced and renamed; a file of that name is replaced. What an
 * attempt that died has left of the same file is removed.
 */
export async function writeWhole(folder: string, name: string, content: Buffer | string): Promise<void> {
  const begin = `.${createHash('sha256').update(name).digest('hex').slice(0, 16)}.`;
  const hidden = `${begin}${randomBytes(6).toString('hex')}${HIDDEN_END}`;
  const file = await open(join(folder, hidden), 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(join(folder, hidden), join(folder, name));
  await syncFolder(folder);
  const left = (await readdir(folder)).filter((one) => one.startsWith(begin) && one.endsWith(HIDDEN_END));
  for (const one of left) await rm(join(folder, one), { force: true });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
