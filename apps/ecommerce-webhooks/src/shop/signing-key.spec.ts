import { describe, expect, it } from 'vitest';
import { keyOf } from './signing-key.js';

describe('a secret', () => {
  it.each([
    ['standard', 'no-prefix-but-long-enough'],
    ['standard', 'whsec_not base64 at all!!'],
    ['standard', 'whsec_c2hvcnQ='],
    ['shopify', 'too-short'],
    ['woocommerce', 'fifteen-letters'],
  ] as const)('of %s that is odd is refused, and not repeated: %j', (provider, text) => {
    const read = (): unknown => keyOf(provider, { name: 'moda' }, text);
    expect(read).toThrow(/the secret moda /);
    expect(read).not.toThrow(text);
  });
});
