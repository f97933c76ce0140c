import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { Undecodable } from '../message/undecodable.js';
import { RegistryUnavailable } from '../registry/registry-unavailable.js';
import { CommitUnknown } from '../transaction/transaction.errors.js';
import { classify, HandlerTimeout, OffsetHeldBefore, PermanentFailure, RetryableFailure } from './failure.js';

function sqlError(state: string): DatabaseError {
  return Object.assign(new DatabaseError('from the server', 0, 'error'), { code: state, severity: 'ERROR' });
}

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

describe('the classification of errors', () => {
  it.each([
    ['a deadlock', sqlError('40P01')],
    ['a serialization failure', sqlError('40001')],
    ['a lock that was not to be had', sqlError('55P03')],
    ['a partition that was made meanwhile', sqlError('23514')],
    ['a server that shuts down', sqlError('57P01')],
    ['a full server', sqlError('53300')],
    ['a password that was changed', sqlError('28P01')],
    ['a right that was not given yet', sqlError('42501')],
    ['a refused connection', systemError('ECONNREFUSED')],
    ['a server of another authority', systemError('SELF_SIGNED_CERT_IN_CHAIN')],
    ['a certificate that has expired', systemError('CERT_HAS_EXPIRED')],
    ['a certificate of another name', systemError('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['a lost connection', new Error('Connection terminated unexpectedly')],
    ['a server without TLS', new Error('The server does not support SSL connections')],
    ['a server that cannot begin TLS now', new Error('There was an error establishing an SSL connection')],
    ['a server that does not know the password', new Error('SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match')],
    ['a server that has stopped answering', new Error('Query read timeout')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['a commit without answer', new CommitUnknown(new Error('lost'))],
    ['an offset that was held before', new OffsetHeldBefore('offset 42 of a.events.v1/3')],
    ['a registry without answer', new RegistryUnavailable(new Error('lost'))],
  ])('%s is transient', (_, error) => {
    expect(classify(error).kind).toBe('transient');
  });

  it.each([
    ['an error of no known kind', new Error('no')],
    ['a broken constraint', sqlError('23505')],
    ['a broken check', Object.assign(sqlError('23514'), { constraint: 'ck_held_message_state' })],
    ['a statement that took too long', sqlError('57014')],
    ['a handler that took too long', new HandlerTimeout(10_000)],
    ['what a handler calls retryable', new RetryableFailure('not-yet', 'the series is not open yet')],
    ['a thrown string', 'no'],
    ['nothing at all', undefined],
    ['a server error that nobody knows', sqlError('XX000')],
  ])('%s is retryable', (_, error) => {
    expect(classify(error).kind).toBe('retryable');
  });

  it.each([
    ['a programming error', new TypeError('x is not a function')],
    ['a stack overflow', new RangeError('Maximum call stack size exceeded')],
    ['a record that is no message', new Undecodable('empty-value', 'value', 'the value is empty')],
    ['what a handler calls permanent', new PermanentFailure('no-such-company', 'company 7')],
    ['a value that fits no column', sqlError('22003')],
    ['a table that does not exist', sqlError('42P01')],
  ])('%s is permanent', (_, error) => {
    expect(classify(error).kind).toBe('permanent');
  });

  it('tells a text that a database takes, whatever the error says', () => {
    const { detail } = classify(new PermanentFailure('odd', `a\0b\n${'x'.repeat(295)}😀 and more`));
    expect(detail).toBe(`a b ${'x'.repeat(295)}\ufffd…`);
  });

  it('tells the SQLSTATE of a database error and not its text, which may hold a value', () => {
    expect(classify(sqlError('22P02')).detail).toBe('SQLSTATE 22P02');
  });
});
