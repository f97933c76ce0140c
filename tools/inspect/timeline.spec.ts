import { expect, it } from 'vitest';
import { renderTimeline } from './timeline.js';

it('a timeline is told in order, with the time since its beginning', () => {
  const text = renderTimeline([
    { at: '2026-11-21T10:00:00.250Z', service: 'erp-writer', what: 'post-sales-order completed', reference: 'SO-1' },
    { at: '2026-11-21T10:00:00.000Z', service: 'pos-ingest', what: 'sale accepted' },
  ]);
  expect(text.split('\n')).toEqual([
    '2026-11-21T10:00:00.000Z       +0 ms  pos-ingest  sale accepted',
    '2026-11-21T10:00:00.250Z     +250 ms  erp-writer  post-sales-order completed  SO-1',
  ]);
});
