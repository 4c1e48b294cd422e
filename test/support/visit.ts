import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A phone, held by somebody who reads in the dark. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 375, height: 812 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
};
export const NO_SCRIPTS: BrowserContextOptions = { javaScriptEnabled: false };

/** Shows a page to somebody who uses it and closes it; whatever the page's policy forbade or its script threw fails. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ timezoneId: 'UTC', ...options });
  context.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // A reply other than 2xx is logged too, and is no fault of the page.
      if (message.type() === 'error' && !message.text().includes('the server responded with'))
        complaints.push(message.text());
    });
    await page.goto(url);
    await use(page);
  } finally {
    await context.close();
  }
  expect(complaints).toEqual([]);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** No rule of axe is broken as the page stands, and nothing of it sticks out at the side. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResult;
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
}

/** The words a person sees. */
// biome-ignore lint/performance/useDomNodeTextContent: what is hidden does not count
export const seen = (page: Page): Promise<string> => page.locator('body').innerText();
