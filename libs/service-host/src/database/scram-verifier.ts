import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** As many as Postgres itself takes by default. */
const ITERATIONS = 4_096;
const HASH = 'sha256';

/**
 * What Postgres keeps of a password by SCRAM-SHA-256 (RFC 5803).
 *
 * Given to it in place of the password, it lets the same password in; the password is in no statement, and so in no log of
 * the server, whatever statements it logs.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, HASH);
  const keyOf = (name: string): Buffer => createHmac(HASH, salted).update(name).digest();
  const storedKey = createHash(HASH).update(keyOf('Client Key')).digest('base64');
  const serverKey = keyOf('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
