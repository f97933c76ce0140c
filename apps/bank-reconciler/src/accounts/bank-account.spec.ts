import { describe, expect, it } from 'vitest';
import { parseBankAccounts } from './bank-account.js';

const file = (...accounts: unknown[]): string => JSON.stringify({ accounts });
const account = { account: 'TR05 0006 2000 1000 0001 7200 38', company: 'AM01', mode: 'live' };

describe('the accounts file', () => {
  it('tells the holder of each account, however its number is written', () => {
    expect(parseBankAccounts(file(account)).get('TR050006200010000001720038')).toEqual({
      company: 'AM01',
      mode: 'live',
    });
  });

  it.each([
    ['no account', file()],
    ['a wrong mode', file({ ...account, mode: 'prod' })],
    ['no company', file({ ...account, company: '' })],
    ['an unknown field', file({ ...account, bank: 'x' })],
    ['a number that is none', file({ ...account, account: 'TR-05' })],
    ['one account twice', file(account, { ...account, mode: 'test', account: 'tr050006200010000001720038' })],
    ['no JSON', file(account).replace('TR05 0006', 'TR05"0006')],
  ])('is refused with %s, without naming an account', (_what, json) => {
    expect(() => parseBankAccounts(json)).toThrow();
    expect(() => parseBankAccounts(json)).not.toThrow(/0006/);
  });
});
