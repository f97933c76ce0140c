import { describe, expect, it } from 'vitest';
import { pointerTo, problemBody } from './problem-body.js';
import { defineProblems } from './problem.js';

const problems = defineProblems({
  'totals-mismatch': {
    status: 422,
    title: 'The sale total does not equal its lines',
    retryable: false,
    recorded: 'nothing',
    whatToDo: 'Correct the totals.',
  },
});
const context = { requestId: '019aa5c1-7e2b-7c3d-9a4e-5f6071829304', correlationId: 'till-3' };

describe('problemBody', () => {
  it('tells what happened, whether anything was recorded and what to do', () => {
    const finding = { pointer: '#/totals/gross', code: 'totals-mismatch', expected: '49.90', actual: '49.80' };
    expect(
      problemBody(
        problems('totals-mismatch', { detail: 'Lines add up to 49.90 TRY.', errors: [finding] }),
        context,
        'https://docs/',
      ),
    ).toEqual({
      type: 'https://docs/totals-mismatch',
      title: 'The sale total does not equal its lines',
      status: 422,
      detail: 'Lines add up to 49.90 TRY.',
      instance: 'urn:uuid:019aa5c1-7e2b-7c3d-9a4e-5f6071829304',
      code: 'totals-mismatch',
      retryable: false,
      recorded: 'nothing',
      whatToDo: 'Correct the totals.',
      correlationId: 'till-3',
      errors: [finding],
    });
  });

  it('shows 20 findings at most and tells how many there are', () => {
    const errors = Array.from({ length: 21 }, (_, index) => ({ pointer: `#/lines/${index}`, code: 'x' }));
    const body = problemBody(problems('totals-mismatch', { errors }), context, '/');
    expect(body.errors).toHaveLength(20);
    expect(body.errorsTotal).toBe(21);
  });
});

describe('pointerTo', () => {
  it.each([
    [[], '#'],
    [['lines', 0, 'amount'], '#/lines/0/amount'],
    [['a/b', 'm~n', 'ş ü'], '#/a~1b/m~0n/%C5%9F%20%C3%BC'],
    [['lines', 'x'.repeat(300), 'y'], '#/lines'],
    [['\ud800'], '#/%EF%BF%BD'],
  ])('writes %j as %s (RFC 6901 section 6)', (path, pointer) => {
    expect(pointerTo(path)).toBe(pointer);
  });
});
