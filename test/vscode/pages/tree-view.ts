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

  async rows(): Promise<TreeRow[]> {
    const rows = await this.#pane.locator(".monaco-list-row").all();
    return await Promise.all(rows.map(readRow));
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
    await row.locator(".actions").getByRole("button", { name: title, exact: true }).click();
  }

  /** Titles of the actions that a row shows when the mouse is over it. */
  async inlineActions(label: string): Promise<string[]> {
    const row = this.row(label);
    await row.hover();
    const buttons = await row.locator(".actions .action-label").all();
    return await Promise.all(buttons.map(async (button) => (await button.getAttribute("aria-label")) ?? ""));
  }

  /** Chooses an entry of a row's context menu. */
  async contextMenu(label: string, entry: string): Promise<void> {
    await this.row(label).click({ button: "right" });
    await this.#page.locator(".context-view.monaco-menu-container").getByRole("menuitem", { name: entry }).click();
  }
}

async function readRow(row: Locator): Promise<TreeRow> {
  const [label, description, level] = await Promise.all([
    row.locator(".label-name").first().innerText(),
    row.locator(".label-description").allInnerTexts(),
    row.getAttribute("aria-level"),
  ]);
  return { label: plainText(label), description: plainText(description.join(" ")), level: Number(level) };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
