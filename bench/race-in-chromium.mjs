// The races in a module worker of headless Chromium, which has a new one for each input.

import { launchBrowser } from "../tests/browser.mjs";
import { startServer } from "./page/serve.mjs";

/** `{ version, race, close }`; `race` takes a job and gives its result. */
export async function openChromium() {
  const server = await startServer();
  const browser = await launchBrowser("chromium", { args: ["--js-flags=--expose-gc"], protocolTimeout: 0 });
  const page = await browser.newPage();
  page.on("console", (message) => console.error(`  Chromium: ${message.text()}`));
  await page.goto(server.url);
  await page.waitForFunction(() => globalThis.race !== undefined);
  const close = async () => {
    await browser.close();
    server.close();
  };
  const [, version] = (await browser.version()).split("/");
  return { version, race: (job) => page.evaluate((job) => globalThis.race(job), job), close };
}
