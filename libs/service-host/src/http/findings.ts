import { z } from 'zod';
import { pointerTo } from '../problem/problem-body.js';
import type { ProblemFinding } from '../problem/problem.js';

const SEPARATOR = ': ';
const MISSING = 'missing-field';
const INVALID = 'invalid-field';

type RawIssue = z.core.$ZodRawIssue;

/**
 * The error of a zod check, so that a failed one is told with its own code: `z.string({ error: coded('invalid-date',
 * 'an ISO 8601 instant with zone') })`. A field that is missing is told as `missing-field`.
 *
 * A check without it is told as `missing-field` or `invalid-field`, with what was expected in plain words.
 */
export function coded(code: string, expected: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => `${input === undefined ? MISSING : code}${SEPARATOR}${expected}`;
}

/** A value as its schema has it, or what is wrong with it: one finding per field. */
export function checked<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { readonly data: z.output<S> } | { readonly findings: readonly ProblemFinding[] } {
  const result = schema.safeParse(value, { error: (issue) => coded(INVALID, expectationOf(issue))(issue) });
  return result.success ? { data: result.data } : { findings: result.error.issues.flatMap(findingsOf) };
}

function findingsOf(issue: z.core.$ZodIssue): ProblemFinding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), code: 'unknown-field' }));
  }
  const pointer = pointerTo(issue.path);
  const [, code, expected] = /^([a-z][a-z-]+): (.+)$/s.exec(issue.message) ?? [];
  if (code === undefined || expected === undefined) return [{ pointer, code: INVALID, detail: `Expected ${issue.message}.` }];
  return [{ pointer, code, detail: `Expected ${expected}.` }];
}

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  guid: 'a UUID',
  email: 'an e-mail address',
  url: 'a URL',
  date: 'a date, YYYY-MM-DD',
  datetime: 'an ISO 8601 instant with its zone',
};

/** What a check without words of its own expects, in words. */
function expectationOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? 'another type';
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `at least ${sizeOf(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `at most ${sizeOf(issue.origin, issue.maximum)}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'the documented form';
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    default:
      return 'the documented form';
  }
}

function sizeOf(origin: string, size: number | bigint): string {
  const units: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item' };
  const unit = units[origin];
  return unit === undefined ? String(size) : `${size} ${unit}${Number(size) === 1 ? '' : 's'}`;
}
