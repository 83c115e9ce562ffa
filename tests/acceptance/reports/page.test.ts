import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Plan } from '../../../src/plan/plan';
import * as named from '../../../src/render/__tests__/named-plans';
import { NOTHING, SAMPLE } from '../../../src/render/__tests__/plans';
import { renderHtml } from '../../../src/render/html/plan-html';
import { openBrowser, watch } from './browser';

const PLANS: Readonly<Record<string, Plan>> = {
  empty: NOTHING,
  sample: SAMPLE,
  refused: named.REFUSED,
  'not-applied': named.UNSUPPORTED,
  'data-loss': named.DATA_LOSS,
  found: named.FOUND,
  expired: named.EXPIRED,
  'multi-line': named.MULTI_LINE,
  hostile: named.HOSTILE,
  many: named.manyChanges(500),
};
const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 900 },
];

describe('a page of a plan, in Chromium', () => {
  const directory = mkdtempSync(join(tmpdir(), 'helix-pages-'));
  let browser: Browser;
  let page: Page;
  let seen: readonly string[];

  beforeAll(async () => {
    for (const [name, plan] of Object.entries(PLANS)) {
      writeFileSync(join(directory, `${name}.html`), renderHtml(plan));
    }
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    seen = watch(page);
  });
  afterEach(() => page.close());
  const open = (name: string) => page.goto(`file://${directory}/${name}.html`);

  test.each(Object.keys(PLANS))(
    '%s makes no error and no request, and fits on a phone and a desk, in the light and in the dark',
    async (name) => {
      await open(name);
      for (const size of SIZES) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          const [wide, background] = await page.evaluate<[number, string]>(
            '[document.documentElement.scrollWidth - innerWidth, getComputedStyle(document.body).backgroundColor]',
          );
          expect([size.width, wide]).toEqual([size.width, 0]);
          expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(14, 18, 23)');
        }
      }
      expect(seen).toEqual([]);
    },
  );

  test('a phone shows no label without a value, and no bar of nothing', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open('sample');
    expect(await page.locator('.changes td:empty').count()).toBeGreaterThan(0);
    expect(await page.locator('.changes td:empty:visible').count()).toBe(0);
    expect(await page.locator('.bars [style="width:0%"]').count()).toBeGreaterThan(0);
    expect(await page.locator('.bars [style="width:0%"]:visible').count()).toBe(0);
  });

  test('what hostile names hold is text: no element of theirs is on the page', async () => {
    await open('hostile');
    const count = (selector: string) => page.locator(selector).count();
    expect([await count('img'), await count('script'), await count('[onerror]')]).toEqual([0, 1, 0]);
    expect(await count('a[href]:not([href^="#"])')).toBe(0);
    expect(await count('.changes tbody tr')).toBe(2);
    expect(await page.title()).toContain('</code></script><img src=x onerror=alert(1)>');
    expect(seen).toEqual([]);
  });

  test('the page may ask the network for nothing', async () => {
    await open('sample');
    const answer = await page.evaluate<string>(
      "fetch('http://127.0.0.1:9/').then(String, (error) => error.message)",
    );
    expect(answer).toBe('Failed to fetch');
    expect(seen.join()).toContain(
      'violates the following Content Security Policy directive: "default-src \'none\'"',
    );
  });

  test('the search shows the rows with all words, and their number', async () => {
    await open('many');
    const visible = () => page.locator('.changes tbody tr:visible').count();
    expect(await visible()).toBe(500);
    await page.getByRole('searchbox').fill('old-7 T3.MEDIUM');
    expect([await visible(), await page.locator('.search output').innerText()]).toEqual([4, '4 of 500']);
    await page.getByRole('searchbox').fill('nothing like it');
    expect([await visible(), await page.locator('.search output').innerText()]).toEqual([0, '0 of 500']);
    await page.getByRole('searchbox').fill('');
    expect(await visible()).toBe(500);
  });

  test('details open for print and close afterwards, and the search is not printed', async () => {
    await open('sample');
    const countOpen = () => page.locator('details[open]').count();
    expect(await countOpen()).toBe(0);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await countOpen()).toBe(await page.locator('details').count());
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.search').isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await countOpen()).toBe(0);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
