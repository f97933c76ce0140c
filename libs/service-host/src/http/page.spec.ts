import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cursorAfter, pageOf, paging } from './page.js';

const query = z.strictObject(paging);
const id = '019aa5c1-7e2b-7c3d-9a4e-5f6071829304';
const at = new Date('2026-05-01T09:00:00.123Z');
const timeOf = (): Date => at;
const forged = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

describe('a page', () => {
  it('that is full leads to the next, which goes on behind its last item', () => {
    const { next } = pageOf([{ id: 'another' }, { id }], 2, timeOf);
    expect(query.parse({ limit: '2', after: next })).toEqual({ limit: 2, after: [at.toISOString(), id] });
    expect(next).toBe(cursorAfter(at, id));
  });

  it('that is not full is the last', () => {
    expect(pageOf([{ id }], 2, timeOf)).toEqual({ items: [{ id }] });
    expect(pageOf([], 2, timeOf)).toEqual({ items: [] });
  });

  it('is the first of 50 where nothing is asked for', () => expect(query.parse({})).toEqual({ limit: 50 }));
});

describe('a cursor', () => {
  it.each<[string, string]>([
    ['no base64', '%%%'],
    ['no JSON', 'x'],
    ['nothing', ''],
    ['another form', forged({ at, id })],
    ['one part', forged([at])],
    ['a third part', forged([at, id, 1])],
    ['no time', forged(['now', id])],
    ['a time without zone', forged(['2026-05-01T09:00:00', id])],
    ['the year 0, which no table has', forged(['0000-01-01T00:00:00Z', id])],
    ['a year of five digits', forged(['+12026-05-01T09:00:00Z', id])],
    ['a day that there is not', forged(['2026-02-30T09:00:00Z', id])],
    ['no id', forged([at, "'; DROP TABLE pos_sale; --"])],
    ['an id that holds a NUL', forged([at, `${id}\0`])],
    ['more than any page gives', forged([at, id]).padEnd(201, 'A')],
  ])('that is forged is refused by its name: %s', (_what, after) => {
    const result = query.safeParse({ after });
    expect(result.error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['after'], 'invalid-parameter: `next` of a page of this list'],
    ]);
  });
});
