import type { Page } from "playwright-core";
import { CodeLenses } from "./code-lenses.ts";
import { Editors, linesOf } from "./editors.ts";
import { Notifications } from "./notifications.ts";
import { anySpace, plainText } from "./plain-text.ts";
import { QuickInput } from "./quick-input.ts";
import { TreeView } from "./tree-view.ts";

/** A window of VS Code as a person sees and uses it. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly editors: Editors;
  readonly lenses: CodeLenses;
  /** Our tree. */
  readonly functions: TreeView;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.editors = new Editors(page);
    this.lenses = new CodeLenses(page);
    this.functions = new TreeView(page, "Functions");
  }

  /** Opens a file of the window's folder as a person does who knows its path. */
  async openFile(path: string): Promise<void> {
    await this.#page.keyboard.press("Control+P");
    await this.quickInput.filter(path);
    await this.quickInput.pickFile(path);
    await this.editors.waitForFile(path);
  }

  /** Opens a container of views by its name in the activity bar. */
  async openViewContainer(name: string): Promise<void> {
    const tab = this.#page.locator(".activitybar").getByRole("tab", { name: new RegExp(`^${name}`) });
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await this.#page.locator(".sidebar .composite.title", { hasText: new RegExp(name, "i") }).waitFor();
  }

  /** Leaves its place to the editors. */
  async hideSideBar(): Promise<void> {
    await this.#page.keyboard.press("Control+B");
    await this.#page.locator(".part.sidebar").waitFor({ state: "hidden" });
  }

  /** Texts of the status bar's entries, from left to right. */
  async statusBar(): Promise<string[]> {
    return (await this.#page.locator(".statusbar-item:not(.has-beak) .statusbar-item-label").allInnerTexts())
      .map(plainText)
      .filter((text) => text !== "");
  }

  /** Clicks the status bar's entry that has this text. */
  async clickStatusBar(text: string | RegExp): Promise<void> {
    await this.#page.locator(".statusbar-item", { hasText: text }).first().click();
  }

  /** Waits for a line of the output channel that is open. */
  async waitForOutput(text: string | RegExp): Promise<void> {
    await this.#page
      .locator(".output-view .view-line, .panel .view-line", { hasText: anySpace(text) })
      .first()
      .waitFor();
  }

  /** Text of the output channel that is open, as far as it is in sight. */
  async outputText(): Promise<string> {
    return await linesOf(this.#page.locator(".output-view .monaco-editor, .panel .monaco-editor").first());
  }
}
