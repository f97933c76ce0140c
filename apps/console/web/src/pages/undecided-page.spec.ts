import { describe, expect, it } from 'vitest';
import { oneService, shownPage } from '../fixtures/shown-page';
import { gapsQuery, statementsQuery } from '../queries';
import { generalWords } from '../words/general';
import { servicesWords } from '../words/services';
import { undecidedWords } from '../words/undecided';

const statement = { id: 's-1', statementId: 'AM01-7', account: 'TR05 … 0038', date: '2026-11-21', since: '2026-11-21T07:15:00.000Z' };
const gapped = { ...statement, expected: '1200.00 TRY', actual: '1900.00 TRY' };
const blocked = { ...statement, findings: [{ code: 'balance-differs', detail: null }] };

describe.each([
  { title: undecidedWords.statements, query: statementsQuery, item: blocked },
  { title: undecidedWords.gaps, query: gapsQuery, item: gapped },
])('the list “$title”', ({ title, query, item }) => {
  const heading = `>${title}</h2>`;

  it('is left out where bank-reconciler says that there is none', async () => {
    expect(await shownPage('/undecided', [[query, oneService()]])).not.toContain(heading);
  });

  it('says that bank-reconciler could not be asked, instead of nothing', async () => {
    const html = await shownPage('/undecided', [[query, oneService({ failure: 'too-slow' })]]);
    expect(html).toContain(heading);
    expect(html).toContain(servicesWords.failure('bank-reconciler', 'did not answer within 2 seconds'));
  });

  it('says that it could not be loaded, where the console has not answered', async () => {
    expect(await shownPage('/undecided', [[query, new Error('503')]])).toContain(generalWords.somethingFailed);
  });

  it('says that there are more than are shown, where there are', async () => {
    const all = await shownPage('/undecided', [[query, oneService({ items: [item] })]]);
    expect(all).toContain('AM01-7');
    expect(all).not.toContain(generalWords.morePlaces);
    const first = await shownPage('/undecided', [[query, oneService({ items: [item], more: true })]]);
    expect(first).toContain(generalWords.morePlaces);
  });
});
