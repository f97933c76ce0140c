import { describe, expect, it } from 'vitest';
import { type ChainLink, gapsIn } from './balance-chain.js';

type Told = Partial<ChainLink> & { readonly id: string };

/** A statement of 20 November, which opens and ends so. */
const link = (id: string, opening: number | null, closing: number | null, more: Partial<ChainLink> = {}): Told => ({
  id,
  opening,
  closings: closing === null ? [] : [closing],
  ...more,
});
const gaps = (...told: readonly Told[]) => {
  const links = told.map((one) => ({
    date: '2026-11-20',
    statementId: one.id,
    number: null,
    page: 1,
    opening: null,
    closings: [],
    ...one,
  }));
  return [...gapsIn(links)].flatMap(([id, gap]) => (gap ? [[id, gap.after, gap.expectedMinor, gap.actualMinor]] : []));
};
const on = (day: number): Partial<ChainLink> => ({ date: `2026-11-${day}` });

describe('statements of an account follow each other', () => {
  it.each<[string, Told[]]>([
    ['as the first of it', [link('a', 70, 90)]],
    ['day by day, in whatever order they came', [link('b', 50, 80, on(19)), link('c', 80, 10), link('a', 0, 50, on(18))]],
    ['from below zero to below zero', [link('a', 10, -50, on(19)), link('b', -50, -70)]],
    ['without an entry', [link('a', 0, 50, on(18)), link('b', 50, 50, on(19)), link('c', 50, 80)]],
    [
      'by number on one day, to where they were before',
      [link('c', 50, 0, { number: '10' }), link('a', 0, 50, { number: '8' }), link('b', 50, 50, { number: '9' })],
    ],
    ['by their balances on one day without numbers', [link('c', 80, 60), link('a', 20, 50), link('b', 50, 80)]],
    [
      'by their balances on one day, where one leads back and one changes nothing',
      [link('z', 20, 50, on(19)), link('d', 50, 60), link('b', 50, 80), link('c', 80, 50), link('a', 50, 50)],
    ],
    [
      'page by page',
      [
        link('z', 0, 5, on(19)),
        link('2', 9, 7, { statementId: 's', page: 2 }),
        link('1', 5, 9, { statementId: 's' }),
      ],
    ],
    [
      'page by page, each with the balances of the whole statement',
      [
        link('1', 5, 9, { statementId: 's' }),
        link('2', 5, 9, { statementId: 's', page: 2 }),
        link('next', 9, 12, on(21)),
      ],
    ],
    ['where one tells no balance', [link('a', 0, 50, on(18)), link('b', null, null, on(19)), link('c', 80, 90)]],
    ['where one ended at what its entries make it', [{ ...link('a', 0, 50, on(19)), closings: [-50, 50] }, link('b', 50, 60)]],
  ])('%s', (_how, told) => {
    expect(gaps(...told)).toEqual([]);
  });
});

it('nothing is told of the first, before which there may be others', () => {
  const links = [1, 2].map((page) => ({ ...link('s', 5, 9), id: `${page}`, date: '', statementId: 's', number: null, page }));
  expect([...gapsIn(links as ChainLink[])]).toEqual([['2', null]]);
});

describe('something is missing', () => {
  it.each<[string, Told[], unknown[]]>([
    ['before one that opens otherwise', [link('a', 0, 50, on(19)), link('b', 70, 90)], ['b', 'a', 50, 70]],
    ['where one was owed, and the next has it', [link('a', 0, -50, on(19)), link('b', 50, 90)], ['b', 'a', -50, 50]],
    [
      'between pages',
      [link('1', 0, 50, { statementId: 's' }), link('3', 70, 90, { statementId: 's', page: 3 })],
      ['3', '1', 50, 70],
    ],
    [
      'before the first page of which the second has come',
      [link('a', 0, 50, on(19)), link('2', 70, 90, { page: 2 })],
      ['2', 'a', 50, 70],
    ],
    [
      'among those of one day without numbers',
      [link('z', 0, 20, on(19)), link('c', 90, 60), link('a', 20, 50), link('b', 50, 80)],
      ['c', 'b', 80, 90],
    ],
    [
      'between numbers, although a later one ends where it opens',
      [link('a', 0, 50, { number: '1' }), link('b', 70, 90, { number: '3' }), link('c', 90, 70, { number: '4' })],
      ['b', 'a', 50, 70],
    ],
    [
      'once, whatever has come after it',
      [link('a', 0, 50, on(18)), link('b', 70, 90, on(19)), link('c', 90, 95)],
      ['b', 'a', 50, 70],
    ],
  ])('%s', (_where, told, gap) => {
    expect(gaps(...told)).toEqual([gap]);
  });
});
