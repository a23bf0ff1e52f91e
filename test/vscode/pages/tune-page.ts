import type { FrameLocator, Locator, Page } from "playwright-core";
import { plainText } from "./plain-text.ts";

/** The panel about a function's memory. */
export class TunePage {
  readonly #page: Page;
  readonly #frame: FrameLocator;

  constructor(page: Page) {
    this.#page = page;
    this.#frame = page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  button(name: string | RegExp): Locator {
    return this.#frame.getByRole("button", { name });
  }

  /** What is under way, or how it ended, as screen readers are told of it. */
  async waitForStatus(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.#frame.getByRole("status").filter({ hasText: text }).waitFor({ timeout });
  }

  async advice(): Promise<string> {
    return plainText(await this.#frame.locator(".advice").innerText());
  }

  /** The size that is chosen in the chart, as screen readers read it. */
  async chosen(): Promise<string> {
    return (await this.#frame.getByRole("option", { selected: true }).getAttribute("aria-label")) ?? "";
  }

  /** Presses a key while the chart has the focus. */
  async pressInChart(key: string): Promise<void> {
    await this.#frame.getByRole("option", { selected: true }).press(key);
  }

  /** First cells of the table's rows. */
  async sizes(): Promise<string[]> {
    return await this.#frame.getByRole("rowheader").allInnerTexts();
  }

  /** Waits until the page has the colours of a theme: `vscode-dark`, `vscode-light`, `vscode-high-contrast`. */
  async waitForTheme(kind: string): Promise<void> {
    await this.#frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
    // Colours have arrived with it, and are drawn at the next frame.
    await this.#page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
  }
}
