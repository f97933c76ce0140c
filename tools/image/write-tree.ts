import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { compiledFolder } from './compile.js';
import { imageOf, type Image } from './images.js';
import { packageClosure, type Lock } from './package-closure.js';
import { reachableCode, type ReachableCode, type Workspace } from './reachable-code.js';

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
    const code = writeEntries(part, name, image);
    writeCode(part, code);
    writePackages(part, code);
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

function writeEntries(tree: string, name: string, { entries }: Image): ReachableCode {
  const { version } = readJson(join(checkout, 'package.json')) as { version: string };
  writeJson(join(tree, marker), { image: name, version });
  writeJson(join(tree, 'package.json'), { name: `kervan-${name}`, version, private: true, type: 'module' });
  for (const [entry, modules] of Object.entries(entries)) {
    writeFileSync(join(tree, entry), modules.map((module) => `await import('${module}');\n`).join(''));
  }
  return reachableCode(compiledFolder, Object.values(entries).flat(), workspaces());
}

function writeCode(tree: string, { modules, workspaces: used }: ReachableCode): void {
  const known = workspaces();
  for (const name of used) {
    copy(join(checkout, folderOf(known, name), 'package.json'), join(tree, 'node_modules', name, 'package.json'));
  }
  for (const module of modules) {
    const owner = [...used].find((name) => module.startsWith(`${folderOf(known, name)}/`));
    const place = owner ? join('node_modules', owner, module.slice(folderOf(known, owner).length)) : module;
    for (const suffix of ['', '.map']) copy(join(compiledFolder, `${module}${suffix}`), join(tree, `${place}${suffix}`));
  }
}

function writePackages(tree: string, { packages }: ReachableCode): void {
  const { packages: lock } = readJson(join(checkout, 'package-lock.json')) as { packages: Lock };
  for (const folder of packageClosure(lock, packages)) {
    const from = join(checkout, folder);
    const nested = join(from, 'node_modules');
    cpSync(from, join(tree, folder), { recursive: true, filter: (file) => file !== nested && !unread.test(basename(file)) });
  }
}

async function writeFolders(tree: string, { folders = {} }: Image): Promise<void> {
  for (const [place, make] of Object.entries(folders)) cpSync(await make(), join(tree, place), { recursive: true });
}

/** The packages of this checkout by name. */
function workspaces(): ReadonlyMap<string, Workspace> {
  const folders = readdirSync(join(checkout, 'libs')).map((lib) => `libs/${lib}`);
  return new Map(
    folders.map((folder) => {
      const { name, exports } = readJson(join(checkout, folder, 'package.json')) as { name: string } & Pick<Workspace, 'exports'>;
      return [name, { folder, exports }];
    }),
  );
}

function folderOf(known: ReadonlyMap<string, Workspace>, name: string): string {
  return (known.get(name) as Workspace).folder;
}

function sizeOf(folder: string): Pick<Tree, 'files' | 'bytes'> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { files: files.length, bytes };
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeJson(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
