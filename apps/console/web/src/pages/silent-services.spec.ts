import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { oneService, shownPage } from '../fixtures/shown-page';
import { auditQuery, callsQuery, heldQuery, quarantineQuery, targetsQuery, undecidedQuery } from '../queries';
import { auditWords } from '../words/audit';
import { generalWords } from '../words/general';
import { heldWords } from '../words/held';
import { quarantineWords } from '../words/quarantine';
import { servicesWords } from '../words/services';
import { systemsWords } from '../words/systems';
import { undecidedWords } from '../words/undecided';

interface List {
  readonly path: string;
  readonly query: { readonly queryKey: QueryKey };
  /** What its page says where there is nothing. */
  readonly none: string;
}

const target = { service: 'erp-writer', target: 'erp' };
const lists: readonly List[] = [
  { path: '/undecided', query: undecidedQuery, none: undecidedWords.none },
  { path: '/held', query: heldQuery, none: heldWords.none },
  { path: '/quarantine', query: quarantineQuery, none: quarantineWords.none },
  { path: '/audit', query: auditQuery({}), none: auditWords.none },
  { path: '/systems', query: targetsQuery, none: systemsWords.none },
  { path: '/systems?service=erp-writer&target=erp', query: callsQuery(target), none: systemsWords.noCalls },
];

describe.each(lists)('the list of $path that says “$none”', ({ path, query, none }) => {
  it('says so where every service has answered', async () => {
    const html = await shownPage(path, [[query, oneService()]]);
    expect(html).toContain(none);
    expect(html).not.toContain(servicesWords.failures);
  });

  it.each(['unreachable', 'too-slow'] as const)('does not say so where a service was %s', async (failure) => {
    const html = await shownPage(path, [[query, oneService({ failure })]]);
    expect(html).toContain(servicesWords.failures);
    expect(html).not.toContain(none);
  });

  it('says that there is more, where there is', async () => {
    expect(await shownPage(path, [[query, oneService({ more: true })]])).toContain(generalWords.morePlaces);
  });
});
