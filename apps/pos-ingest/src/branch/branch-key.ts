import { createHash } from 'node:crypto';
import { Mode } from '@kervan/contracts';
import { z } from 'zod';

/** Who a sale comes from: the branch that an API key belongs to. */
export interface Branch {
  readonly company: string;
  readonly mode: Mode;
  readonly branch: string;
}

const keysFile = z
  .array(
    z.strictObject({
      keyHash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'SHA-256 of the key in lower-case hex' }),
      company: z.string().min(1),
      mode: z.enum(Object.values(Mode)),
      branch: z.string().min(1),
    }),
  )
  .min(1);

/** The branch of each key by the key's SHA-256. Several keys may name one branch, so that keys can be rotated. */
export type BranchKeys = ReadonlyMap<string, Branch>;

/** Reads the content of a keys file. @throws an Error that names the wrong entries, never a hash. */
export function parseBranchKeys(json: string): BranchKeys {
  const entries = keysFile.safeParse(JSON.parse(json));
  if (!entries.success) {
    const places = entries.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
    throw new Error(`the keys file is not valid: ${places.join('; ')}`);
  }
  return new Map(entries.data.map(({ keyHash, ...branch }) => [keyHash, branch]));
}

/** How a key is kept. Keys are random and long, so a plain digest does not help whoever reads the file. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** What an Idempotency-Key is scoped to: it outlives a rotation of the API key. */
export function principalOf({ company, mode, branch }: Branch): string {
  return JSON.stringify([company, mode, branch]);
}
