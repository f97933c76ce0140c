import { describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { brokenLinks, pagesOf } from './broken-links.js';

const pages = pagesOf(checkout);
const broken = (text: string, path = 'docs/page.md'): string[] => brokenLinks({ path, text }, checkout);

it.each(pages)('$path leads to files that are there', (page) => {
  expect(brokenLinks(page, checkout)).toEqual([]);
});

it('the pages of the root, of every app and of every lib are among them', () => {
  const paths = pages.map(({ path }) => path);
  for (const page of ['README.md', 'docs/coverage.md', 'apps/sandbox/README.md', 'libs/messaging/README.md']) expect(paths).toContain(page);
  expect(paths.filter((path) => path.includes('node_modules'))).toEqual([]);
});

describe('a page is told of', () => {
  it.each([
    ['a link', 'see [there](../libs/none/README.md)', '../libs/none/README.md'],
    ['a link to a heading that is not there', 'see [there](coverage.md#nowhere)', 'coverage.md#nowhere'],
    ['a link to a heading of its own that is not there', '# Here\n\nsee [there](#nowhere)', '#nowhere'],
    ['a path', 'see `libs/none/src/index.ts`', 'libs/none/src/index.ts'],
    ['a pattern that nothing fits', 'see `libs/*/none.ts`', 'libs/*/none.ts'],
  ])('%s that leads nowhere', (_, text, target) => expect(broken(text)).toEqual([target]));

  it('a path of its own project that leads nowhere', () => {
    expect(broken('see `src/none.ts` and `src/index.ts`', 'libs/saga/README.md')).toEqual(['src/none.ts']);
  });
});

it.each([
  ['an address elsewhere', 'see [there](https://example.org/none)'],
  ['a heading', '# The picture, in short\n\nsee [there](#the-picture-in-short)'],
  ['a path with a name to fill in', 'see `apps/<service>/src/main.ts`'],
  ['a block of code', '```ts\nconst path = [`libs/none/x.ts`](none);\n```'],
])('%s is left alone', (_, text) => expect(broken(text)).toEqual([]));
