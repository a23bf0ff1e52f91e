import { appendFileSync } from "node:fs";
import { chromium, type Page } from "playwright-core";
import type { Scope } from "../harness/scope.ts";
import { chromiumPath } from "./code-server.ts";

/** Nothing but the page: no request of the browser's own. */
const quietArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Opens a VS Code's page in a browser of its own, which closes with the scope, and waits until its window stands.
 * What the page complains about goes to the file `log`.
 */
export async function openPage(scope: Scope, url: string, log: string): Promise<Page> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: quietArguments });
  scope.after(() => browser.close());
  const permissions = ["clipboard-read", "clipboard-write"];
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, permissions });
  page.on("console", (message) => appendFileSync(log, `${message.type()} ${message.text()}\n`));
  page.on("pageerror", (error) => appendFileSync(log, `uncaught ${error.stack ?? error.message}\n`));
  await page.goto(url);
  await page.locator(".monaco-workbench .part.statusbar").waitFor();
  return page;
}
