import type { Locator, Page } from "playwright-core";
import { plainText } from "./plain-text.ts";

/** The command palette, quick picks and input boxes: what opens at the top of the window. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget");
  }

  /** Runs a command by its whole title in the palette, such as `Lambda: Invoke`. Fails when the palette does not offer it. */
  async runCommand(title: string): Promise<void> {
    const row = this.#row(title);
    const lastTryMs = performance.now() + 20_000;
    for (;;) {
      await this.#page.keyboard.press("F1");
      await this.#input().fill(`>${title}`);
      try {
        await row.click({ timeout: 5_000 });
        break;
      } catch (error) {
        // A palette that is open does not hear of commands that are enabled a moment later, as in a window that starts.
        if (performance.now() > lastTryMs) throw error;
        await this.#page.keyboard.press("Escape");
      }
    }
    // What is open afterwards is the command's own.
    await this.#row(title).waitFor({ state: "hidden" });
  }

  /** Titles that the palette offers for what is typed, best first. */
  async commandsFor(text: string): Promise<string[]> {
    await this.#page.keyboard.press("F1");
    await this.#input().fill(`>${text}`);
    await this.#widget.locator(".monaco-list-row").first().waitFor();
    const labels = await this.labels();
    await this.#page.keyboard.press("Escape");
    return labels;
  }

  /** Chooses the row with this label (its description aside) in the quick pick that is, or will be, open. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click();
  }

  /** Chooses a file by its path: others that have its name may be listed until it is found. */
  async pickFile(path: string): Promise<void> {
    const slash = path.lastIndexOf("/");
    const named = this.#widget.locator(".monaco-list-row", {
      has: this.#page.locator(".label-name", { hasText: exactly(path.slice(slash + 1)) }),
    });
    const inFolder = this.#page.locator(".label-description", { hasText: path.slice(0, Math.max(slash, 0)) });
    await (slash < 0 ? named : named.filter({ has: inFolder })).first().click();
  }

  /** Filters the open quick pick. */
  async filter(text: string): Promise<void> {
    await this.#input().fill(text);
  }

  /** Labels of the rows in view. */
  async labels(): Promise<string[]> {
    await this.opened();
    return (await this.#widget.locator(".monaco-list-row .label-name").allInnerTexts()).map(plainText);
  }

  /** Types into the input box and confirms. Text that was there is replaced. */
  async enter(text: string): Promise<void> {
    await this.#input().fill(text);
    await this.#page.keyboard.press("Enter");
  }

  /** What the input box holds, as it may be a suggestion. */
  async value(): Promise<string> {
    return await this.#input().inputValue();
  }

  /** Waits for a title that contains this, such as a wizard's `(3/5)`. */
  async titled(text: string): Promise<void> {
    await this.#widget.locator(".quick-input-title", { hasText: text }).waitFor();
  }

  /**
   * Answers the dialog that asks for a folder, which is an input box here, by its button.
   *
   * @param child of the folder: the dialog has looked at what was typed once it lists it
   */
  async choosePath(path: string, child: string, button: string): Promise<void> {
    await this.#widget.getByRole("button", { name: button }).waitFor();
    await this.#input().fill(`${path}/`);
    await this.#row(child).waitFor();
    await this.#widget.getByRole("button", { name: button }).click();
  }

  /** Title, with the step of a wizard behind: `New Function (2/4)`. Waits for one. */
  async title(): Promise<string> {
    const title = this.#widget.locator(".quick-input-title", { hasText: /\S/ });
    return plainText(await title.innerText());
  }

  /** Text below the input box: the prompt, or what is wrong with what was typed. */
  async message(): Promise<string> {
    return plainText(await this.#widget.locator(".quick-input-message").innerText());
  }

  /** Presses the wizard's back button. */
  async back(): Promise<void> {
    await this.#widget.locator(".quick-input-titlebar").getByRole("button", { name: /^Back/ }).click();
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.closed();
  }

  async opened(): Promise<void> {
    await this.#widget.waitFor();
  }

  async closed(): Promise<void> {
    await this.#widget.waitFor({ state: "hidden" });
  }

  #input(): Locator {
    return this.#widget.locator(".quick-input-box input");
  }

  #row(label: string): Locator {
    const isLabel = this.#page.locator(".label-name", { hasText: exactly(label) });
    return this.#widget.locator(".monaco-list-row", { has: isLabel }).first();
  }
}

function exactly(text: string): RegExp {
  // Icons stand before a label as a character of their own, and spaces in labels are of the kind that don't break.
  const words = text.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^[^\\p{L}\\p{N}$/@.]*${words.join("\\s")}$`, "u");
}
