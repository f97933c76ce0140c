import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTNER } from './edi-order.js';
import { readControl, type ControlAnswer } from './contrl-reader.js';

/** A CONTRL in the outbox, with what tells its file apart from a later one of the same name. */
export interface FoundControl extends ControlAnswer {
  readonly file: string;
  readonly fileTime: number;
}

/** The folders by which the partner and the seller exchange files. */
export class ExchangeFolders {
  private readonly inbox: string;
  private readonly outbox: string;

  constructor(directory: string) {
    this.inbox = join(directory, PARTNER, 'inbox');
    this.outbox = join(directory, PARTNER, 'outbox');
  }

  /** Puts a file into the seller's inbox: under its name it is complete from the first moment. */
  async drop(file: string, content: Buffer): Promise<void> {
    await mkdir(this.inbox, { recursive: true });
    const unfinished = join(this.inbox, `.${file}.part`);
    await writeFile(unfinished, content);
    await rename(unfinished, join(this.inbox, file));
  }

  /** The CONTRLs in the outbox that `isKnown` does not know yet; they are left where they lie. */
  async newControls(isKnown: (file: string, fileTime: number) => boolean): Promise<FoundControl[]> {
    const found: FoundControl[] = [];
    for (const file of await filesIn(this.outbox)) {
      const path = join(this.outbox, file);
      const fileTime = (await stat(path).catch(() => undefined))?.mtimeMs;
      if (fileTime === undefined || isKnown(file, fileTime)) continue;
      const control = readControl(await readFile(path, 'latin1'));
      if (control) found.push({ ...control, file, fileTime });
    }
    return found;
  }
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
