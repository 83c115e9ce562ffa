import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { foundProgram } from '../backends/found-program';

/** Starts a Chromium without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = foundProgram('chromium', 'apt-get install chromium');
  // Its sandbox does not start for root, and the pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: 0 });
}

/** Everything that a page did and should not have done: errors, messages, dialogs, requests for anything but itself. */
export function watch(page: Page): readonly string[] {
  const seen: string[] = [];
  page.on('console', (message) => seen.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) seen.push(`request: ${request.url()}`);
  });
  return seen;
}
