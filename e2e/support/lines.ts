import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { objectIn } from '@kervan/tools/inspect/written-lines';

/** What the processes have written into the files of one folder since a moment of the run. */
export class Lines {
  private readonly starts: ReadonlyMap<string, number>;

  /** Remembers how long each file is now. */
  constructor(private readonly folder: string) {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    this.starts = new Map(files.map((name) => [name, statSync(join(folder, name)).size]));
  }

  /** Every line since then; a last one that is still being written is left out. @throws where nobody has ever written any. */
  all(): { readonly file: string; readonly text: string }[] {
    const files = readdirSync(this.folder);
    if (files.length === 0) throw new Error(`nobody writes into ${this.folder}`);
    return files.flatMap((file) => {
      const bytes = readFileSync(join(this.folder, file)).subarray(this.starts.get(file) ?? 0);
      return bytes.toString('utf8').split('\n').slice(0, -1).map((text) => ({ file, text }));
    });
  }
}

/** Every line that is a JSON object. */
export function objectsIn<T>(lines: readonly { readonly text: string }[]): T[] {
  return lines.flatMap((line) => objectIn<T>(line) ?? []);
}
