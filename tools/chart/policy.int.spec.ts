import { beforeAll, describe, expect, it } from 'vitest';
import { checker, notInstalled } from '../checkers/checker.js';
import { breaks } from './fixtures/breaks.js';
import { everyOption, installations, ours, secured } from './fixtures/installations.js';
import { render, type Release } from './helm.js';
import type { Rendered } from './rules/rule.js';
import { rules } from './rules/rules.js';

const rendered = (release: Release): Rendered => ({
  manifests: render(release),
  clustered: release.profiles?.includes('values-clustered.yaml') ?? false,
  sandbox: release.values?.some((values) => 'sandbox' in values) ?? false,
});

describe.skipIf(!checker('helm'))(`what must hold of whatever the chart renders (${checker('helm') ? 'Helm' : notInstalled})`, () => {
  describe.each(Object.entries(installations))('holds of %s', (_name, release) => {
    let found: Rendered;
    beforeAll(() => {
      found = rendered(release);
    });

    it.each(rules)('$topic: $says', (rule) => expect(rule.finds(found)).toEqual([]));
  });

  describe('is found where a chart breaks it', () => {
    let whole: Rendered;
    beforeAll(() => {
      const fetched = { externalSecrets: { enabled: true, store: { name: 'vault' } } };
      whole = rendered({ profiles: ['values-clustered.yaml'], values: [secured, ours, everyOption, fetched] });
    });

    it('each rule is broken, and stands there once', () => {
      expect(Object.keys(breaks).toSorted()).toEqual(rules.map(({ says }) => says).toSorted());
    });

    it.each(rules)('$topic: $says', ({ says, finds }) => {
      expect(finds(whole)).toEqual([]);
      for (const broken of breaks[says] ?? []) expect(finds({ ...whole, manifests: broken(whole.manifests) })).not.toEqual([]);
    });
  });
});
