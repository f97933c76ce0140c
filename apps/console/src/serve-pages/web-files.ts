import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One built file, ready to be sent. */
export interface WebFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The built pages, read once into memory: nothing outside their folder can be asked for.
 *
 * @throws when the folder holds no `index.html`.
 */
export class WebFiles {
  readonly index: WebFile;
  private readonly assets = new Map<string, WebFile>();

  constructor(folder: string) {
    for (const path of filesIn(folder)) {
      const type = types[extname(path)];
      if (type) this.assets.set(relative(folder, path).split(sep).join('/'), webFile(readFileSync(path), type));
    }
    const index = this.assets.get('index.html');
    if (!index) throw new Error(`${folder} holds no pages: run \`npm run console:build\` first`);
    this.index = index;
  }

  /** The file of that name under `assets/`, whose name changes with its content. */
  asset(name: string): WebFile | undefined {
    return this.assets.get(`assets/${name}`);
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    );
  } catch {
    return [];
  }
}

function webFile(plain: Buffer, type: string): WebFile {
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type, etag, plain, gzipped: gzipSync(plain, { level: 9 }) };
}
