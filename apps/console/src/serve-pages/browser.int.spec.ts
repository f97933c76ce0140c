import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { consoleInBrowser } from '../fixtures/console-in-browser.js';
import { heldFilter, heldId } from '../fixtures/services-of-the-morning.js';
import { focused } from '../fixtures/tabs.js';

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
const ofCause = `/held?service=erp-writer&${heldFilter}`;
const calls = '/systems?service=erp-writer&target=erp';
const heldPath = `/held/erp-writer/${heldId}`;
const paths = [
  '/', '/documents', '/documents?q=moda', '/attention', '/held', ofCause, heldPath, '/quarantine', '/undecided', '/systems', calls, '/audit',
];
const accessible = [...paths, 'an order', 'an act', 'a set of acts', 'signed out'].flatMap((path) =>
  (['light', 'dark'] as const).map((colorScheme) => [colorScheme, path] as const),
);

describe('the console in a browser', () => {
  const at = consoleInBrowser();
  let axe: string;

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
  });

  it('says that an address is no page, and leads back', async () => {
    const page = await at.opened('/no/such/page');
    await page.getByRole('heading', { level: 1, name: 'There is no page at this address' }).waitFor();
    await page.getByRole('link', { name: 'Back to the overview' }).click();
    await page.getByRole('heading', { name: 'Orders per channel' }).waitFor();
  });

  it('is used by keyboard alone, with the focus in sight', async () => {
    const page = await at.opened('/attention');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Skip to the content' });
    await page.keyboard.press('/');
    expect(await focused(page)).toMatchObject({ tag: 'INPUT', ring: true });
    await page.keyboard.type('ev-2207');
    await page.keyboard.press('Enter');
    await page.locator('.timeline').waitFor();
    expect(await focused(page)).toMatchObject({ tag: 'H1', text: 'ev-2207' });
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Shift+Tab');
      const { text, ring, inSight } = await focused(page);
      expect([text, ring, inSight]).toEqual([text, true, true]);
      if (text === 'Waiting') break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Waits for a person' }).waitFor();
  });

  it.each(paths)('fits on a phone without sideways scrolling: %s', async (path) => {
    const page = await at.opened(path, phone);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('shows a timeline on a phone', async () => {
    const page = await at.opened('/', phone);
    await page.getByRole('link', { name: '012-3-147-5099' }).first().tap();
    await page.locator('.timeline').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('is dark where that is preferred, and holds still where that is', async () => {
    const ground = async (colorScheme: 'light' | 'dark'): Promise<number> => {
      const page = await at.opened('/', { colorScheme, reducedMotion: 'reduce' });
      expect(await page.evaluate(`document.getAnimations().length`)).toBe(0);
      const color = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      return Number(/\d+/.exec(color)?.[0]);
    };
    expect(await ground('light')).toBeGreaterThan(200);
    expect(await ground('dark')).toBeLessThan(60);
  });

  it.each(accessible)('is accessible as far as a machine can tell, %s: %s', async (colorScheme, path) => {
    const page = await shown(path, colorScheme);
    await page.evaluate(axe);
    const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    );
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  /** What a path, or a few words, name. */
  async function shown(path: string, colorScheme: 'light' | 'dark'): Promise<Page> {
    if (path === 'signed out') {
      const page = await at.tab({ colorScheme });
      await page.goto(at.url);
      return page;
    }
    if (path === 'a set of acts') {
      const page = await at.opened('/held', { colorScheme });
      await page.getByRole('button', { name: /^Handle all again/ }).click();
      return page;
    }
    if (!path.startsWith('an ')) return at.opened(path, { colorScheme });
    const page = await at.opened('/', { colorScheme });
    await page.getByRole('link', { name: '012-3-147-5099' }).first().click();
    await page.locator('.timeline').waitFor();
    if (path === 'an act') await page.getByRole('button', { name: /^Try the step again/ }).click();
    return page;
  }
});
