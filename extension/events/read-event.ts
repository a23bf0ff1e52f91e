import { Uri, workspace } from "vscode";
import { Failure } from "../../runner/model/failure.ts";
import type { ChosenEvent } from "./event-choices.ts";

/** An event to call with now. */
export interface NamedEvent {
  /** For people. */
  readonly label: string;
  /** JSON. */
  readonly text: string;
}

/**
 * JSON text of an event as it is now.
 *
 * @throws Failure `event-invalid` for a file that can't be read
 */
export async function readEvent({ label, source }: ChosenEvent): Promise<string> {
  if (source.kind === "text") return source.text;
  // What is in the editor is what a person sees, saved or not.
  const open = workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === source.path);
  if (open) return open.getText();
  try {
    return Buffer.from(await workspace.fs.readFile(Uri.file(source.path))).toString("utf8");
  } catch (error) {
    const message = `The event ${label} can't be read. Choose another one with "Lambda: Invoke with Event…".`;
    throw new Failure("event-invalid", message, { cause: error });
  }
}
