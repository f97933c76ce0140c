import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A line that a process wrote. */
export interface Line {
  readonly file: string;
  readonly text: string;
}

/** The lines of a folder's files, in the order of their names, none of which is empty. They may be more than memory holds. */
export async function* linesIn(folder: string): AsyncGenerator<Line> {
  for (const file of existsSync(folder) ? readdirSync(folder).toSorted() : []) {
    for await (const text of createInterface({ input: createReadStream(join(folder, file)), crlfDelay: Infinity })) {
      if (text !== '') yield { file, text };
    }
  }
}

/** The JSON object that a line is; undefined where it is none, or its writer's death has cut it. */
export function objectIn<T>({ text }: Pick<Line, 'text'>): T | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
