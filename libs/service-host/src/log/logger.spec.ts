import { describe, expect, it } from 'vitest';
import { runInContext } from '../context/request-context.js';
import { createLogger, nestLogger } from './logger.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): {
  line: Record<string, unknown>;
  text: string;
} {
  let text = '';
  write(createLogger('pos-ingest', 'info', { write: (line: string) => void (text += line) }));
  return { line: JSON.parse(text) as Record<string, unknown>, text };
}

describe('createLogger', () => {
  it('names service and correlation id in a line of one JSON object', () => {
    const { line } = logged((logger) =>
      runInContext({ correlationId: 'till-3', requestId: 'r-1' }, () => logger.info({ count: 2 }, 'two sales')),
    );
    expect(line).toMatchObject({
      level: 'info',
      service: 'pos-ingest',
      correlationId: 'till-3',
      requestId: 'r-1',
      count: 2,
      msg: 'two sales',
    });
  });

  it('masks secrets and personal fields by name', () => {
    const { text } = logged((logger) =>
      logger.info(
        { headers: { authorization: 'Bearer canary' }, order: { buyer: { name: 'canary' } }, taxId: 'canary' },
        'x',
      ),
    );
    expect(text).not.toContain('canary');
  });

  it('writes an error without what a driver attached to it', () => {
    const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(canary) exists' });
    const { line, text } = logged((logger) => logger.error({ err: error }, 'failed'));
    expect(line.err).toMatchObject({ code: '23505', message: 'duplicate key' });
    expect(text).not.toContain('canary');
  });

  it('keeps a value with line breaks within its line', () => {
    const { text } = logged((logger) => logger.info({ reason: 'a\r\n{"level":"info"}' }, 'x'));
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  it("serves Nest's own logger, fields and all", () => {
    const { line } = logged((logger) => nestLogger(logger).warn({ msg: 'slow', ms: 12 }, 'Http'));
    expect(line).toMatchObject({ level: 'warn', msg: 'slow', ms: 12, context: 'Http' });
  });
});
