import type { Locator, Page } from "playwright-core";
import { plainText } from "./plain-text.ts";

/** The messages in the corner of the window. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The message whose text contains this, which may come only later. */
  withText(text: string | RegExp): Locator {
    return this.#page.locator(".notification-toast", { hasText: text }).first();
  }

  async texts(): Promise<string[]> {
    return (await this.#page.locator(".notification-toast .notification-list-item-message").allInnerTexts()).map(
      plainText,
    );
  }

  /** Waits for a message and presses one of its buttons. */
  async answer(text: string | RegExp, button: string): Promise<void> {
    await this.withText(text).getByRole("button", { name: button, exact: true }).click();
  }
}
