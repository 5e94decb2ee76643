// A real browser on a real server: Chromium on the page as `npm start` serves it.

import { chromium } from "playwright-core";

import { startServer } from "../pkg/serve.js";

/** `{ page, url, close }`: the page is not loaded yet. */
export async function openBrowser(contextOptions = {}) {
  const server = await startServer({ port: 0 });
  const browser = await launchChromium();
  const context = await browser.newContext({ acceptDownloads: true, ...contextOptions });
  const page = await context.newPage();
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { page, url: server.url, close };
}

export function launchChromium(moreArguments = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...moreArguments,
    ],
  });
}
