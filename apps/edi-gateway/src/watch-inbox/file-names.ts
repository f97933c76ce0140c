import { lstat } from 'node:fs/promises';
import { sep } from 'node:path';

/** The name of a claim's folder. */
export const CLAIM_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const MAX_NAME_BYTES = 255;

/** The name with something behind it, cut so that a filesystem takes it. */
export function withEnd(name: string, end: string): string {
  let cut = name;
  while (Buffer.byteLength(cut) + Buffer.byteLength(end) > MAX_NAME_BYTES) cut = [...cut].slice(0, -1).join('');
  return `${cut}${end}`;
}

/** Behind the name of a file: what is wrong with it. */
export const ERROR_END = '.error.json';

/** The name under which it is said what is wrong with a file. */
export function errorNameOf(name: string): string {
  return withEnd(name, ERROR_END);
}

/** Whether something may be said about another file under this name, be it on a disk that knows no capitals. */
export function isErrorName(name: string): boolean {
  return name.toLowerCase().endsWith(ERROR_END);
}

/** The path of a name that may be no UTF-8. */
export function pathIn(folder: string, raw: Buffer): Buffer {
  return Buffer.concat([Buffer.from(folder + sep), raw]);
}

/** Whether anything has the name, be it a link to nothing. */
export async function exists(path: string | Buffer): Promise<boolean> {
  return (await lstat(path).catch(absent)) !== undefined;
}

/** What two names of one file have in common; undefined where it has no second one, or is gone. */
export async function sharedIdentity(path: string | Buffer): Promise<string | undefined> {
  const found = await lstat(path, { bigint: true }).catch(absent);
  return found && found.nlink > 1n ? `${found.dev}/${found.ino}` : undefined;
}

/** For what another process may have removed. */
export function absent(error: unknown): undefined {
  if (!isCode(error, 'ENOENT')) throw error;
}

/** Whether it is the system's error of that code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
