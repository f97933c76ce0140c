import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureOf } from './signature.js';

describe('a signature', () => {
  it('is the HMAC-SHA256 of RFC 4231, in base64', () => {
    const data = 'what do ya want for nothing?';
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(Buffer.from(signatureOf(data, 'Jefe'), 'base64').toString('hex')).toBe(expected);
  });

  it('is made over the bytes of the body in UTF-8', () => {
    const body = '{"name":"Işık"}';
    const bytes = Buffer.from(body, 'utf8');
    expect(signatureOf(body, 'gizli')).toBe(createHmac('sha256', 'gizli').update(bytes).digest('base64'));
    expect(signatureOf(body, 'gizli')).not.toBe(signatureOf('{ "name":"Işık"}', 'gizli'));
  });
});
