import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the processes have written into the files of one folder since a moment of the run. */
export class Lines {
  private readonly starts: ReadonlyMap<string, number>;

  /** Remembers how long each file is now. */
  constructor(private readonly folder: string) {
    this.starts = new Map(this.files().map((name) => [name, statSync(join(folder, name)).size]));
  }

  /** Every line since then; a last one that is still being written is left out. */
  all(): { readonly file: string; readonly text: string }[] {
    return this.files().flatMap((file) => {
      const bytes = readFileSync(join(this.folder, file)).subarray(this.starts.get(file) ?? 0);
      return bytes.toString('utf8').split('\n').slice(0, -1).map((text) => ({ file, text }));
    });
  }

  private files(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : [];
  }
}

/** Every line that is a JSON object. */
export function objectsIn<T>(lines: readonly { readonly text: string }[]): T[] {
  return lines.flatMap(({ text }) => {
    if (!text.startsWith('{')) return [];
    try {
      return [JSON.parse(text) as T];
    } catch {
      return []; // cut by the death of its writer
    }
  });
}
