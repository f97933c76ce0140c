import { createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** How many branches the chain has; they are numbered 001 to 045. */
export const BRANCHES = 45;
/** The company that the tills belong to, and the mode in which they sell. */
export const COMPANY = 'AM01';
export const MODE = 'live';

/** The plain API key of a branch, as its tills hold it. */
export interface BranchKey {
  readonly branch: string;
  readonly key: string;
}

/** What the receiving side is told of a key: its SHA-256, and what it stands for. */
export interface HashedKey {
  readonly keyHash: string;
  readonly company: string;
  readonly mode: string;
  readonly branch: string;
}

const storedKeys = z.array(z.object({ branch: z.string(), key: z.string().min(1) }));

/** The keys of all branches, always the same for the same secret. */
export function branchKeys(secret: string): BranchKey[] {
  return Array.from({ length: BRANCHES }, (_, index) => {
    const branch = String(index + 1).padStart(3, '0');
    const key = createHmac('sha256', secret).update(`branch ${branch}`).digest('base64url');
    return { branch, key: `till_${branch}_${key}` };
  });
}

/** The keys as the receiving side may keep them. */
export function hashedKeys(keys: readonly BranchKey[]): HashedKey[] {
  return keys.map(({ branch, key }) => {
    const keyHash = createHash('sha256').update(key).digest('hex');
    return { keyHash, company: COMPANY, mode: MODE, branch };
  });
}

/**
 * Makes sure that a folder has `till-keys.json` (plain, for the tills) and `pos-api-keys.json` (hashed, for whoever
 * takes their sales). Keys that are there are kept; the hashed file always follows the plain one.
 */
export async function writeBranchKeys(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const plain = join(directory, 'till-keys.json');
  if (!existsSync(plain)) await replace(plain, branchKeys(randomBytes(32).toString('hex')), 0o600);
  await replace(join(directory, 'pos-api-keys.json'), hashedKeys(await readBranchKeys(plain)), 0o600);
}

/** Reads the plain keys. */
export async function readBranchKeys(path: string): Promise<BranchKey[]> {
  return storedKeys.parse(JSON.parse(await readFile(path, 'utf8')));
}

async function replace(path: string, content: unknown, mode: number): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode });
  await rename(`${path}.new`, path);
}
