import { describe, expect, it } from 'vitest';
import { keepResponse } from './kept-exchange.js';
import { readJson } from './read-json.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const arrays = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('the JSON of an answer', () => {
  it.each(['application/json', JSON_TYPE, 'application/problem+json'])('is read where the answer says that it is: %s', (type) => {
    expect(readJson('{"number":"7"}', type)).toEqual({ number: '7' });
  });

  it.each([
    ['of another type', '{"number":"7"}', 'text/html'],
    ['cut', '{"number":', JSON_TYPE],
    ['of 65 levels', arrays(65), JSON_TYPE],
    ['of 65 levels that alternate', `${'{"a":['.repeat(32)}{}${']}'.repeat(32)}`, JSON_TYPE],
    ['of 65 levels behind a text that ends with a backslash', `["\\\\",${arrays(64)}]`, JSON_TYPE],
    ['of a million levels', arrays(1_000_000), JSON_TYPE],
  ])('is not there where it is %s', (_what, text, type) => {
    expect(readJson(text, type)).toBeUndefined();
  });

  it.each([
    ['64 levels', arrays(64)],
    ['many arrays beside each other', `[${Array(1_000).fill('[{}]').join()}]`],
    ['brackets in a text', JSON.stringify({ note: '['.repeat(100) })],
    ['brackets behind an escaped quote', JSON.stringify({ note: `"${'{'.repeat(100)}\\` })],
  ])('may have %s', (_what, text) => {
    expect(readJson(text, JSON_TYPE)).toEqual(JSON.parse(text));
  });

  it('can be kept, masked, however deep it is nested', () => {
    const text = arrays(3_000);
    const answer = { status: 200, headers: { 'content-type': JSON_TYPE }, text, json: readJson(text, JSON_TYPE) };
    expect(keepResponse({ kind: 'answered', answer }, { allOfResponseBut: ['code'] }).body).toMatchObject({ bytes: 6_000 });
  });
});
