import { createHash } from 'node:crypto';
import type { Decoder } from '../message/decoder.js';
import type { RawRecord } from '../message/raw-record.js';
import { Undecodable } from '../message/undecodable.js';
import { RegistryUnavailable } from '../registry/registry-unavailable.js';
import { type HeldContentRow, recordOf } from './held-queries.js';

/** Why what a held message holds cannot be told. */
export const Unreadable = {
  /** It is no message. */
  undecodable: 'undecodable',
  /** Nobody knows for now: its schema is new here, and the registry does not answer. */
  registryUnavailable: 'registry-unavailable',
} as const;

export type Unreadable = (typeof Unreadable)[keyof typeof Unreadable];

/** Content, personal fields masked; `data` is null where it cannot be decoded. */
export interface HeldContent {
  readonly data: unknown;
  readonly unreadable: Unreadable | null;
  readonly valueBytes: number | null;
  readonly sha256: string | null;
}

/** So long what a person sees waits for the registry, whose client takes 5 s: the console waits 2 s; milliseconds. */
const REGISTRY_WAIT_MS = 1_000;

type Reader = Pick<Decoder, 'prepare' | 'decode'>;

/** What a row holds, within a second. */
export async function contentOf(decoder: Reader, row: HeldContentRow): Promise<HeldContent> {
  const { value } = row;
  return { ...(await maskedData(decoder, recordOf(row))), valueBytes: value?.length ?? null, sha256: sha256(value) };
}

/** In hex. */
export function sha256(value: Buffer | null): string | null {
  return value && createHash('sha256').update(value).digest('hex');
}

async function maskedData(decoder: Reader, record: RawRecord): Promise<Pick<HeldContent, 'data' | 'unreadable'>> {
  try {
    await soon(decoder.prepare([record]));
    const { type, data } = decoder.decode(record);
    return { data: type.mask(data), unreadable: null };
  } catch (error) {
    if (error instanceof Undecodable) return { data: null, unreadable: Unreadable.undecodable };
    if (error instanceof RegistryUnavailable) return { data: null, unreadable: Unreadable.registryUnavailable };
    throw error;
  }
}

/** Waits a while for what is asked of the registry. It goes on: what it answers later is known to who looks again. */
function soon(asked: Promise<void> | undefined): Promise<void> | undefined {
  return asked && new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new RegistryUnavailable(`no answer within ${REGISTRY_WAIT_MS} ms`)), REGISTRY_WAIT_MS);
    void asked.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
