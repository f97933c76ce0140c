import type { Secret } from '../config/secret.js';

/** So short a key could be guessed. */
const SHORTEST = 16;
/** The key in use and the one that takes its place, or the one that it takes the place of. */
const LIVE_AT_ONCE = 2;

/** The operator keys of a secret's text, one a line; the first is the one to send. */
export function operatorKeys(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim());
}

/** The key that a service of this installation sends to another. */
export function operatorKeyToSend(secret: Secret): string {
  return operatorKeys(secret.current())[0] ?? '';
}

/** What is wrong with the text of the operator keys. */
export function operatorKeysFault(text: string): string | undefined {
  const keys = operatorKeys(text);
  if (keys.length > LIVE_AT_ONCE) return `holds more than ${LIVE_AT_ONCE} keys`;
  if (keys.some((key) => key.length < SHORTEST)) return `holds a key of fewer than ${SHORTEST} characters`;
  return keys.every((key) => /^[A-Za-z0-9\-._~+/]+=*$/.test(key)) ? undefined : 'holds a key that is no bearer token (RFC 6750)';
}
