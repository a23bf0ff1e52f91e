import { QuickPickItemKind, window, type QuickPickItem } from "vscode";
import type { EventChoice } from "./event-choices.ts";

const icons: Readonly<Record<EventChoice["group"], string>> = {
  "Last used": "history",
  Saved: "json",
  Generated: "wand",
  Other: "circle-outline",
};

/** Lets the person choose an event; undefined when they chose none. */
export async function pickEvent(title: string, choices: readonly EventChoice[]): Promise<EventChoice | undefined> {
  const items = choices.flatMap((choice, index): (QuickPickItem & { choice?: EventChoice })[] => {
    const item = { label: `$(${icons[choice.group]}) ${choice.label}`, description: choice.detail, choice };
    const startsGroup = choices[index - 1]?.group !== choice.group;
    return startsGroup ? [{ label: choice.group, kind: QuickPickItemKind.Separator }, item] : [item];
  });
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: "Choose the event to call it with",
    matchOnDescription: true,
  });
  return chosen?.choice;
}
