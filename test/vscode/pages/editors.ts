import type { Locator, Page } from "playwright-core";
import { plainText } from "./plain-text.ts";

/** The editors, with their tabs. */
export class Editors {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Tab of a file or document, which may be there only later. */
  tab(name: string | RegExp): Locator {
    return this.#page.locator(".tabs-container .tab", { hasText: name }).first();
  }

  async tabs(): Promise<string[]> {
    return (await this.#page.locator(".tabs-container .tab .label-name").allInnerTexts()).map(plainText);
  }

  /** Text of the active editor as far as it is in sight. One that has just opened may not stand yet: wait for some of it. */
  async text(): Promise<string> {
    return await linesOf(this.#active());
  }

  /** Waits for a piece of text within one line of the active editor. */
  async waitForText(text: string | RegExp): Promise<void> {
    await this.#active().locator(".view-line", { hasText: text }).first().waitFor();
  }

  /** Replaces all text of the active editor as a person would, and saves. */
  async replaceAll(text: string): Promise<void> {
    await this.#active().locator(".view-lines").click();
    await this.#page.keyboard.press("Control+A");
    await this.#page.keyboard.insertText(text);
    await this.save();
  }

  /** Saves the active editor and waits until its tab says so. */
  async save(): Promise<void> {
    await this.#page.keyboard.press("Control+S");
    await this.#page.locator(".editor-group-container.active .tab.active:not(.dirty)").waitFor();
  }

  #active(): Locator {
    return this.#page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }
}

/** What this reads of an element: the types of a page's own world are not those of Node.js. */
interface LineElement {
  readonly textContent: string;
  getBoundingClientRect(): { readonly top: number };
}

/** Lines stand on the page in any order; where they are seen decides. */
export async function linesOf(editor: Locator): Promise<string> {
  const lines = await editor.locator(".view-line").evaluateAll((elements: readonly LineElement[]) =>
    elements
      .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return lines.map((line) => line.replace(/\u00a0/g, " ")).join("\n");
}
