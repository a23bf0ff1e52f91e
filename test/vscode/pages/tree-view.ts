import type { Locator, Page } from "playwright-core";
import { plainText } from "./plain-text.ts";

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a root. */
  readonly level: number;
}

/** A tree in the side bar, by the name of its view. Only rows in sight exist on the page. */
export class TreeView {
  readonly #page: Page;
  readonly #pane: Locator;

  constructor(page: Page, viewName: string) {
    this.#page = page;
    // A view that is alone in its container has no header of its own; the container's tree then is the one.
    this.#pane = page
      .locator(`.sidebar .pane, .sidebar .pane-body`, {
        has: page.locator(`[role="tree"][aria-label="${viewName}"]`),
      })
      .last();
  }

  /** The row with this label, which may be there only later. With a parent's label in front: `["Hello", "Events"]`. */
  row(label: string): Locator {
    return this.#pane
      .locator(".monaco-list-row", {
        has: this.#page.locator(".label-name", { hasText: new RegExp(`^${escaped(label)}$`) }),
      })
      .first();
  }

  /** The rows in sight, from top to bottom. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.#pane.locator(".monaco-list-row").evaluateAll((elements: readonly RowElement[]) =>
      elements.map((element) => ({
        index: Number(element.getAttribute("data-index")),
        label: element.querySelector(".label-name")?.textContent ?? "",
        description: element.querySelector(".label-description")?.textContent ?? "",
        level: Number(element.getAttribute("aria-level")),
      })),
    );
    return rows
      .sort((a, b) => a.index - b.index)
      .map(({ label, description, level }) => ({
        label: plainText(label),
        description: plainText(description),
        level,
      }));
  }

  /** Waits until a row says this behind its label. */
  async waitForDescription(label: string, description: RegExp): Promise<void> {
    await this.row(label).locator(".label-description", { hasText: description }).waitFor();
  }

  /** Opens a row that is closed, and waits until it is open. */
  async expand(label: string): Promise<void> {
    const row = this.row(label);
    if ((await row.getAttribute("aria-expanded")) !== "true") await row.locator(".monaco-tl-twistie").click();
    await this.#pane
      .locator('.monaco-list-row[aria-expanded="true"]', {
        has: this.#page.locator(".label-name", { hasText: new RegExp(`^${escaped(label)}$`) }),
      })
      .first()
      .waitFor();
  }

  /** Clicks an action that a row shows when the mouse is over it, by the title of its command. */
  async inlineAction(label: string, title: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    // Behind the title stands the command's key, if it has one.
    const name = new RegExp(`^${escaped(title)}( \\(.+\\))?$`);
    await row.locator(".actions").getByRole("button", { name }).click();
  }

  /** Titles of the actions that a row shows when the mouse is over it. */
  async inlineActions(label: string): Promise<string[]> {
    const row = this.row(label);
    await row.hover();
    const buttons = await row.locator(".actions .action-label").all();
    const names = await Promise.all(buttons.map((button) => button.getAttribute("aria-label")));
    return names.map((name) => (name ?? "").replace(/ \([^()]+\)$/, ""));
  }

  /** Chooses an entry of a row's context menu. */
  async contextMenu(label: string, entry: string): Promise<void> {
    await this.row(label).click({ button: "right" });
    const menu = this.#page.locator(".context-view.monaco-menu-container");
    await menu.locator(".action-label", { hasText: new RegExp(`^${escaped(entry)}$`) }).hover();
    // A new menu takes no clicks for a moment, as they may belong to the one that opened it.
    await this.#page.keyboard.press("Enter");
    await menu.waitFor({ state: "hidden" });
  }
}

/** What this reads of an element: the types of a page's own world are not those of Node.js. */
interface RowElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): RowElement | null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
