import type { Locator, Page } from "playwright-core";
import { anySpace, plainText } from "./plain-text.ts";

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

  /** The editor that shows a tab, active or not. */
  named(tab: string): Editor {
    const group = this.#page.locator(".editor-group-container", {
      has: this.#page.locator(".tab.active", { hasText: tab }),
    });
    return new Editor(this.#page, group.locator(".editor-instance .monaco-editor").first());
  }

  /** Brings a tab to the front and its editor into focus. */
  async open(tab: string): Promise<void> {
    await this.tab(tab).click();
    await this.#page.locator(".editor-group-container.active .tab.active", { hasText: tab }).waitFor();
  }

  /** Waits until a file of the window's folder is the active editor's. */
  async waitForFile(path: string): Promise<void> {
    await this.#page.locator(`.editor-group-container.active .monaco-editor[data-uri$="/${path}"]`).first().waitFor();
  }

  /** Where the cursor is, as the status bar has it. Both count from 1. */
  async waitForPosition(line: number, column: number): Promise<void> {
    await this.#page.locator(".statusbar-item", { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Text of the active editor as far as it is in sight. One that has just opened may not stand yet: wait for some of it. */
  async text(): Promise<string> {
    return await linesOf(this.#active());
  }

  /** Waits for a piece of text within one line of the active editor. */
  async waitForText(text: string | RegExp): Promise<void> {
    await this.#active()
      .locator(".view-line", { hasText: anySpace(text) })
      .first()
      .waitFor();
  }

  /** Puts the cursor at the start of the text, and scrolls there. */
  async goToStart(): Promise<void> {
    await this.#page.keyboard.press("Control+Home");
    await this.waitForPosition(1, 1);
  }

  /** Puts the cursor at the start of a line, which counts from 1, and scrolls there. */
  async goToLine(line: number): Promise<void> {
    await this.#page.keyboard.press("Control+G");
    await this.#page.locator(".quick-input-widget .quick-input-box input").fill(`:${line}`);
    await this.#page.keyboard.press("Enter");
    await this.waitForPosition(line, 1);
  }

  /**
   * Rests the pointer on a word of the active editor, or on a hint behind a line, and waits for what is shown of it.
   *
   * @param line text of its line
   * @param text of the word or hint
   */
  async hover(line: string, text: string | RegExp): Promise<string> {
    const words = this.#active().locator(".view-line", { hasText: line }).first().locator("span > span");
    await words
      .filter({ hasText: anySpace(text) })
      .last()
      .hover();
    const shown = this.#page.locator(".monaco-hover:not(.hidden) .hover-row").first();
    return plainText((await shown.textContent()) ?? "");
  }

  /** Waits for a problem to be told between the lines, as "Go to Next Problem" does it. */
  async waitForProblem(text: string): Promise<void> {
    await this.#page.locator(".marker-widget", { hasText: anySpace(text) }).waitFor();
  }

  /** Opens the list of quick fixes for what the cursor is on. */
  async openQuickFixes(): Promise<void> {
    await this.#page.keyboard.press("Control+.");
    await this.#quickFixes().first().waitFor();
  }

  /** Applies one of the quick fixes that are listed. */
  async quickFix(title: string): Promise<void> {
    await this.#quickFixes().filter({ hasText: title }).click();
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

  #quickFixes(): Locator {
    return this.#page.locator(".action-widget .monaco-list-row.action");
  }

  #active(): Locator {
    return this.#page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }
}

/** One editor. */
export class Editor {
  readonly #page: Page;
  readonly #editor: Locator;

  constructor(page: Page, editor: Locator) {
    this.#page = page;
    this.#editor = editor;
  }

  /** Waits for a piece of text within one line: half a minute, where nothing else is said. */
  async waitForText(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.#editor
      .locator(".view-line", { hasText: anySpace(text) })
      .first()
      .waitFor({ timeout });
  }

  /** Follows the link that has this text, as a click with the control key does. */
  async followLink(text: string): Promise<void> {
    const link = this.#editor.locator(".detected-link", { hasText: text }).first();
    await link.hover();
    await this.#page.keyboard.down("Control");
    await link.click();
    await this.#page.keyboard.up("Control");
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
