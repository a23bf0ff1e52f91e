import type { Locator, Page } from "playwright-core";
import { plainText } from "./plain-text.ts";

/** The lines of lenses between lines of code, in whichever editors are in sight. */
export class CodeLenses {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The line of lenses that contains this, which may come only later. */
  withText(text: string | RegExp): Locator {
    return this.#page.locator(".codelens-decoration", { hasText: text }).first();
  }

  /** Waits for a line of lenses, and reads it: `invoke | debug | cold ~310 ms`. */
  async text(text: string | RegExp): Promise<string> {
    return plainText((await this.withText(text).textContent()) ?? "");
  }

  /** Clicks the lens with this title in a line of them. */
  async click(line: string | RegExp, title: string): Promise<void> {
    await this.withText(line).getByRole("button", { name: title, exact: true }).click();
  }

  /**
   * Watches a line of lenses from now on.
   *
   * @param text what it has in all its states
   * @returns gives the places where it was seen since, in pixels from the top of the window; null for "nowhere"
   */
  async watchPlace(text: string): Promise<() => Promise<(number | null)[]>> {
    // In each frame that is drawn. As text: the types of a page's own world are not those of Node.js.
    await this.#page.evaluate(`{
      const seen = (window.lensPlaces = new Set());
      const look = () => {
        const lines = [...document.querySelectorAll(".codelens-decoration")];
        const line = lines.find(({ textContent }) => textContent.includes(${JSON.stringify(text)}));
        seen.add(line ? Math.round(line.getBoundingClientRect().top) : null);
        if (window.lensPlaces === seen) requestAnimationFrame(look);
      };
      look();
    }`);
    return async () => await this.#page.evaluate<(number | null)[]>("[...window.lensPlaces]");
  }
}
