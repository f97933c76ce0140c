import { createHash } from 'node:crypto';
import { DEFAULT_ZONE, isZone } from '@kervan/commerce';
import { Mode } from '@kervan/contracts';
import { z } from 'zod';

/** Who a sale comes from: the branch that an API key belongs to. */
export interface Branch {
  readonly company: string;
  readonly mode: Mode;
  readonly branch: string;
  /** The company's zone, in which a sale has its business date. */
  readonly zone: string;
}

/** What a key may be used for. */
export const Scope = {
  /** Hand sales in, singly and in batches. */
  write: 'sales:write',
  /** Ask what became of a sale. */
  read: 'sales:read',
  /** Take a sale back. */
  cancel: 'sales:cancel',
} as const;

export type Scope = (typeof Scope)[keyof typeof Scope];

/** An API key of a branch, as the file tells it. */
export interface BranchKey {
  readonly branch: Branch;
  /** SHA-256 of the key, in hex. */
  readonly hash: string;
  readonly scopes: ReadonlySet<Scope>;
  /** When it is valid: from, and until just before; milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Where it may send more, or less, than other keys. */
  readonly requestsPerMinute: number | undefined;
}

const instant = z.iso.datetime({ offset: true });

const keysFile = z
  .array(
    z.strictObject({
      keyHash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'SHA-256 of the key in lower-case hex' }),
      company: z.string().min(1),
      mode: z.enum(Object.values(Mode)),
      branch: z.string().min(1),
      zone: z.string().refine(isZone, 'is no zone of the IANA database').default(DEFAULT_ZONE),
      scopes: z.array(z.enum(Object.values(Scope))).min(1).default(Object.values(Scope)),
      notBefore: instant.optional(),
      notAfter: instant.optional(),
      requestsPerMinute: z.int().min(1).optional(),
    }),
  )
  .min(1)
  .refine((entries) => new Set(entries.map(({ keyHash }) => keyHash)).size === entries.length, 'a key is there twice');

/** The keys by their SHA-256. Several may belong to one branch, so that keys can be rotated. */
export type BranchKeys = ReadonlyMap<string, BranchKey>;

/** Reads the content of a keys file. @throws an Error that names the wrong entries, never a hash. */
export function parseBranchKeys(json: string): BranchKeys {
  const entries = keysFile.safeParse(jsonOf(json));
  if (!entries.success) {
    const places = entries.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
    throw new Error(`the keys file is not valid: ${places.join('; ')}`);
  }
  return new Map(entries.data.map((entry) => [entry.keyHash, keyOf(entry)]));
}

function keyOf({ keyHash, company, mode, branch, zone, ...rest }: z.output<typeof keysFile>[number]): BranchKey {
  return {
    branch: { company, mode, branch, zone },
    hash: keyHash,
    scopes: new Set(rest.scopes),
    notBefore: rest.notBefore === undefined ? -Infinity : Date.parse(rest.notBefore),
    notAfter: rest.notAfter === undefined ? Infinity : Date.parse(rest.notAfter),
    requestsPerMinute: rest.requestsPerMinute,
  };
}

/** Whether a key is valid at a moment. */
export function isLive({ notBefore, notAfter }: BranchKey, now: number): boolean {
  return notBefore <= now && now < notAfter;
}

/** How a key is kept. Keys are random and long, so a plain digest does not help whoever reads the file. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** What an Idempotency-Key is scoped to: it outlives a rotation of the API key. */
export function principalOf({ company, mode, branch }: Omit<Branch, 'zone'>): string {
  return JSON.stringify([company, mode, branch]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
