import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { imageOf, type Image } from './images.js';
import { needsOf, type Needs } from './needs.js';

/** With the 180 MB that a distroless Node takes at most, the image stays below 250 MB. */
export const BUDGET_BYTES = 65_000_000;

/** What was made. */
export interface Tree {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** Files of packages that no service reads: types, sources, maps of others' code, pages for people; licences stay. */
const unread = /\.(d\.)?[cm]?tsx?$|\.map$|\.flow$|\.tsbuildinfo$|^(?!licen[cs]e|notice).*\.(md|markdown)$/i;

/**
 * Writes the files that an image holds under `/app`: of the compiled code what its entries reach, the production packages
 * that this code needs, and nothing else. The code must have been compiled.
 *
 * A tree that is there is replaced as a whole. @throws {Refusal} for an unknown image, for a folder that holds anything
 * else, and for a tree above the budget.
 */
export async function writeTree(name: string, out: string, budgetBytes = BUDGET_BYTES): Promise<Tree> {
  const image = imageOf(name);
  const folder = resolve(out);
  requireOurs(folder);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    writeEntries(part, name, image);
    writeNeeds(part, needsOf(image));
    await writeFolders(part, image);
    const size = sizeOf(part);
    if (size.bytes > budgetBytes) throw new Refusal(`The tree of ${name} has ${megabytes(size.bytes)}, and may have ${megabytes(budgetBytes)}.`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(part, folder);
    return { folder, ...size };
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** A number of bytes as people read it. */
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The file that tells a tree from any other folder. */
const marker = 'kervan-image.json';

function requireOurs(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, marker)) || readdirSync(folder).length === 0) return;
  throw new Refusal(`${folder} is not empty and no tree of an image: name another folder.`);
}

function writeEntries(tree: string, name: string, { entries }: Image): void {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };
  writeJson(join(tree, marker), { image: name, version });
  writeJson(join(tree, 'package.json'), { name: `kervan-${name}`, version, private: true, type: 'module' });
  for (const [entry, modules] of Object.entries(entries)) {
    writeFileSync(join(tree, entry), modules.map((module) => `await import('${module}');\n`).join(''));
  }
}

function writeNeeds(tree: string, { files, packages }: Needs): void {
  for (const [place, file] of files) {
    mkdirSync(dirname(join(tree, place)), { recursive: true });
    copyFileSync(file, join(tree, place));
  }
  for (const [place, folder] of packages) {
    const nested = join(folder, 'node_modules'); // packages of their own, copied where they are needed
    const read = (file: string): boolean => file !== nested && !unread.test(basename(file));
    cpSync(folder, join(tree, place), { recursive: true, filter: read });
  }
}

async function writeFolders(tree: string, { folders = {} }: Image): Promise<void> {
  for (const [place, make] of Object.entries(folders)) cpSync(await make(), join(tree, place), { recursive: true });
}

function sizeOf(folder: string): Pick<Tree, 'files' | 'bytes'> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { files: files.length, bytes };
}

function writeJson(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
