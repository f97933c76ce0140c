import { Provider, type SecretPeriod } from './shop-profile.js';

const STANDARD_PREFIX = 'whsec_';
const SHORTEST_BYTES = 16;

/** A secret as HMAC takes it, and when it is valid; milliseconds since 1970. */
export interface SigningKey {
  readonly name: string;
  readonly bytes: Buffer;
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * The key of a secret's text: its characters, or for Standard Webhooks what follows `whsec_` in base64.
 *
 * @throws an Error that names the secret and repeats nothing of it.
 */
export function keyOf(provider: Provider, { name, notBefore, notAfter }: SecretPeriod, text: string): SigningKey {
  const bytes = provider === Provider.standard ? standardKey(name, text) : Buffer.from(text);
  if (bytes.length < SHORTEST_BYTES) throw new Error(`the secret ${name} is shorter than ${SHORTEST_BYTES} bytes`);
  return {
    name,
    bytes,
    notBefore: notBefore === undefined ? -Infinity : Date.parse(notBefore),
    notAfter: notAfter === undefined ? Infinity : Date.parse(notAfter),
  };
}

/** Whether a key is valid at a moment. */
export function isLive({ notBefore, notAfter }: SigningKey, now: number): boolean {
  return notBefore <= now && now < notAfter;
}

function standardKey(name: string, text: string): Buffer {
  const base64 = text.startsWith(STANDARD_PREFIX) ? text.slice(STANDARD_PREFIX.length) : '';
  const bytes = Buffer.from(base64, 'base64');
  if (base64 === '' || bytes.toString('base64') !== base64) {
    throw new Error(`the secret ${name} is not ${STANDARD_PREFIX} with base64 behind it`);
  }
  return bytes;
}
