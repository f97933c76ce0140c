import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { AddressRanges } from './address-ranges.js';
import { clientAddress } from './client-address.js';

const proxies = new AddressRanges(['10.0.0.0/8', 'fd00::/8']);

function from(peer: string, forwarded?: string): string | undefined {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return clientAddress({ headers, socket: { remoteAddress: peer } } as unknown as FastifyRequest, proxies);
}

describe('the address of a client', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['its peer', '203.0.113.7', undefined, '203.0.113.7'],
    ['its peer, whatever it says of itself', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['what a trusted proxy says', '10.1.2.3', '203.0.113.7', '203.0.113.7'],
    ['not what the client forged before the proxy added its own', '10.1.2.3', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['not what the client forged as a trusted proxy', '10.1.2.3', '198.51.100.1, 10.9.9.9, 203.0.113.7', '203.0.113.7'],
    ['what the first of two trusted proxies saw', '10.1.2.3', '203.0.113.7, 10.4.5.6', '203.0.113.7'],
    ['the trusted proxy itself, when it speaks for itself', '10.1.2.3', undefined, '10.1.2.3'],
    ['the first of all that are trusted', '10.1.2.3', '10.7.7.7, 10.4.5.6', '10.7.7.7'],
    ['the same over a socket for both IP versions', '::ffff:10.1.2.3', '::ffff:203.0.113.7', '203.0.113.7'],
    ['IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['without the port that a proxy adds', '10.1.2.3', '203.0.113.7:51234', '203.0.113.7'],
    ['without the port and brackets of IPv6', '10.1.2.3', '[2001:db8::7]:51234', '2001:db8::7'],
    ['nobody, when a trusted proxy names no address', '10.1.2.3', '203.0.113.7, unknown', undefined],
    ['nobody, when a trusted proxy names nothing', '10.1.2.3', '', undefined],
  ])('is %s', (_what, peer, forwarded, address) => {
    expect(from(peer, forwarded)).toBe(address);
  });
});

describe('ranges of addresses', () => {
  it.each<[string, boolean]>([
    ['10.255.0.1', true],
    ['11.0.0.1', false],
    ['::ffff:10.0.0.1', true],
    ['::FFFF:0a00:0001', true],
    ['fd12:3456::1', true],
    ['fe80::1%eth0', false],
    ['10.0.0', false],
    ['10.0.0.1, 10.0.0.2', false],
    ['', false],
  ])('have %j: %s', (address, expected) => expect(proxies.has(address)).toBe(expected));

  it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0/8', 'localhost', '10.0.0.0/-1', '10.0.0.1/', '', 'fe80::1%eth0'])(
    'are not made from %j',
    (entry) => expect(() => new AddressRanges(['10.0.0.1', entry])).toThrow('is no address'),
  );

  it('may be single addresses', () => {
    const one = new AddressRanges(['203.0.113.7', '2001:db8::7']);
    expect(['203.0.113.7', '203.0.113.8', '2001:db8:0:0::7', '2001:db8::8'].map((address) => one.has(address))).toEqual([
      true, false, true, false,
    ]);
  });
});
