import { isUtf8 } from 'node:buffer';
import jsonc from 'jsonc-parser';
import { problem } from '../problem/platform.problems.js';
import { pointerTo } from '../problem/problem-body.js';
import type { Problem } from '../problem/problem.js';

/** How large a JSON document may be in ways that its bytes do not tell. */
export interface JsonLimits {
  readonly depth: number;
  /** Values in the whole document. */
  readonly values: number;
}

export const defaultJsonLimits: JsonLimits = { depth: 32, values: 500_000 };

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses exactly one RFC 8259 document, and refuses whatever two parsers could read differently.
 *
 * @throws {Problem} 400 `body-missing`, `invalid-encoding` (UTF-16, byte order mark, NUL, lone surrogates),
 * `malformed-json` with the byte, `duplicate-json-key` and `forbidden-key` with the pointer, `too-deep`;
 * 413 `too-large`.
 */
export function parseStrictJson(bytes: Buffer | undefined, limits: JsonLimits = defaultJsonLimits): unknown {
  if (bytes === undefined || bytes.length === 0) throw problem('body-missing');
  if (!isUtf8(bytes) || bytes.includes(0) || (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)) {
    throw problem('invalid-encoding');
  }
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw problem('body-missing');
  inspect(text, limits);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw problem('malformed-json', { cause: error });
  }
}

/** Walks the document once without building it; recursion ends at the depth limit. */
function inspect(text: string, limits: JsonLimits): void {
  const keys: Set<string>[] = [];
  let depth = 0;
  let values = 0;
  const enter = (): void => {
    depth += 1;
    if (depth > limits.depth) throw problem('too-deep', { detail: `At most ${limits.depth} levels are accepted.` });
    count();
  };
  const count = (): void => {
    values += 1;
    if (values > limits.values) throw problem('too-large', { detail: `At most ${limits.values} values are accepted.` });
  };
  jsonc.visit(
    text,
    {
      onObjectBegin: () => {
        enter();
        keys.push(new Set());
      },
      onObjectEnd: () => {
        depth -= 1;
        keys.pop();
      },
      onArrayBegin: enter,
      onArrayEnd: () => {
        depth -= 1;
      },
      onObjectProperty: (key, _offset, _length, _line, _character, path) => {
        const at = (): readonly PropertyKey[] => [...path(), key];
        if (forbiddenKeys.has(key)) throw refusalAt('forbidden-key', at());
        if (!plain(key)) throw refusalAt('invalid-encoding', path());
        const siblings = keys.at(-1);
        if (siblings?.has(key)) throw refusalAt('duplicate-json-key', at());
        siblings?.add(key);
      },
      onLiteralValue: (value: unknown, _offset, _length, _line, _character, path) => {
        count();
        if (typeof value === 'string' && !plain(value)) throw refusalAt('invalid-encoding', path());
      },
      onError: (code, offset) => {
        const cutText = jsonc.printParseErrorCode(code) === 'UnexpectedEndOfString';
        throw malformed(text, cutText ? text.length : offset);
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
}

function plain(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

function refusalAt(
  code: 'forbidden-key' | 'invalid-encoding' | 'duplicate-json-key',
  path: readonly PropertyKey[],
): Problem {
  return problem(code, { errors: [{ pointer: pointerTo(path), code }] });
}

function malformed(text: string, offset: number): Problem {
  const byte = Buffer.byteLength(text.slice(0, offset));
  const what = offset >= text.trimEnd().length ? 'Unexpected end' : 'Unexpected character';
  return problem('malformed-json', { detail: `${what} at byte ${byte}.` });
}
