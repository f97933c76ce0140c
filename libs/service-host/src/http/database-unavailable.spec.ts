import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable } from './database-unavailable.js';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isDatabaseUnavailable', () => {
  it.each([
    'ECONNREFUSED', 'ENETUNREACH', '08006', '53300', '57P01', '57P03', '57014', '40P01', '28000', '28P01', '25P03', '42501',
    'CERT_HAS_EXPIRED',
  ])('is true of %s, which passes', (code) => {
    expect(isDatabaseUnavailable(coded(code))).toBe(true);
  });

  it.each(['23505', '42P01', '42601', '25P02', '22P02', 'ERR_INVALID_ARG_TYPE'])('is false of %s, which stays', (code) => {
    expect(isDatabaseUnavailable(coded(code))).toBe(false);
  });

  it('is true of a pool without a free connection, and of a connection that broke', () => {
    expect(isDatabaseUnavailable(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isDatabaseUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  it.each([
    'The server does not support SSL connections',
    'There was an error establishing an SSL connection',
    'SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match',
    'Query read timeout',
  ])('is true of a server of which the driver says: %s', (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
  });

  it('is true of a host none of whose addresses answers', () => {
    expect(isDatabaseUnavailable(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe(true);
  });

  it('is true of what such a failure caused', () => {
    expect(isDatabaseUnavailable(new Error('commit unknown', { cause: coded('ECONNRESET') }))).toBe(true);
  });

  it('is false of anything else', () => {
    expect(isDatabaseUnavailable(new TypeError('x is undefined'))).toBe(false);
    expect(isDatabaseUnavailable('text')).toBe(false);
  });
});
