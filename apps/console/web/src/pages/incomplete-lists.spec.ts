import { describe, expect, it } from 'vitest';
import type { DocumentSummary } from '../../../src/views';
import { type Answer, shownPage } from '../fixtures/shown-page';
import { attentionPages, countsQuery, documentPages, latestQuery, searchQuery, waitingQuery } from '../queries';
import { attentionWords } from '../words/attention';
import { documentsWords } from '../words/documents';
import { generalWords } from '../words/general';
import { searchWords } from '../words/search';
import { countWords, latestWords } from '../words/start';

interface Gap {
  readonly incomplete?: string;
}

interface List {
  readonly path: string;
  /** What its page says where there is nothing. */
  readonly none: string;
  /** What the console answers. */
  readonly answer: (items: readonly DocumentSummary[], gap: Gap) => Answer;
}

const day = '2026-11-21';
const order: DocumentSummary = {
  orderId: '019aa5c1-7e2b-8c3d-9a4e-5f6071829304', orderNumber: 'moda-1001', company: 'AM01', mode: 'live', channel: 'web_shop',
  source: 'moda', amount: '1249.90', currency: 'TRY', placedAt: null, state: 'needs_attention',
  firstAt: '2026-11-21T07:00:00.000Z', changedAt: '2026-11-21T07:00:00.000Z',
  attention: { step: 'post-order', code: 'no-answer', detail: '', since: '2026-11-21T07:00:00.000Z' },
  erpNumber: null, invoiceNumber: null,
};
const counted = { channel: 'web_shop', state: 'needs_attention', today: 1, all: 1 } as const;
const found = (document: DocumentSummary) => ({ document, kind: 'order_number', text: 'moda-1001', exact: false }) as const;
const inPages = (page: object) => ({ pages: [page], pageParams: [''] });
const lists: readonly List[] = [
  { path: '/attention', none: attentionWords.none, answer: (items, gap) => [attentionPages, inPages({ items, ...gap })] },
  { path: '/', none: attentionWords.none, answer: (items, gap) => [waitingQuery, { items, ...gap }] },
  { path: '/', none: latestWords.none, answer: (items, gap) => [latestQuery, { items, ...gap }] },
  { path: '/', none: countWords.empty, answer: (items, gap) => [countsQuery, { day, counts: items.map(() => counted), ...gap }] },
  { path: '/documents', none: documentsWords.none, answer: (items, gap) => [documentPages({}), inPages({ items, ...gap })] },
  {
    path: '/documents?q=moda', none: searchWords.none,
    answer: (items, gap) => [searchQuery('moda'), { hits: items.map(found), more: false, ...gap }],
  },
];

describe.each(lists)('the list of $path that says “$none”', ({ path, none, answer }) => {
  const standing = { incomplete: 'partition-without-progress' };

  it('says so while the console’s own intake goes on', async () => {
    const html = await shownPage(path, [answer([], {})]);
    expect(html).toContain(none);
    expect(html).not.toContain(generalWords.incomplete);
  });

  it('says instead that it is not complete, and why, while the intake stands', async () => {
    const html = await shownPage(path, [answer([], standing)]);
    expect(html).toContain(generalWords.incomplete);
    expect(html).toContain('<code>partition-without-progress</code>');
    expect(html).not.toContain(none);
  });

  it('says that it is not complete beside what there is, too', async () => {
    expect(await shownPage(path, [answer([order], {})])).not.toContain(generalWords.incomplete);
    const html = await shownPage(path, [answer([order], standing)]);
    expect(html).toContain(generalWords.incomplete);
    expect(html).toMatch(/moda-1001|Web shops/);
  });
});
