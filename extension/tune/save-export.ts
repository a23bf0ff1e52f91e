import { dirname, join } from "node:path";
import { Uri, window, workspace } from "vscode";
import { Failure } from "../../runner/model/failure.ts";

/** What people call them. */
const kinds = { png: "PNG picture", csv: "CSV table" } as const;

/**
 * Asks where to save something of a function's tuning, and saves it there.
 *
 * @param fn the dialog begins beside its template
 * @returns a sentence that says where; undefined when the person chose no place
 * @throws Failure `usage` when it can't be written there
 */
export async function saveExport(
  fn: { readonly name: string; readonly template: string },
  kind: keyof typeof kinds,
  content: Uint8Array,
): Promise<string | undefined> {
  const defaultUri = Uri.file(join(dirname(fn.template), `${fn.name}-memory.${kind}`));
  const target = await window.showSaveDialog({ defaultUri, filters: { [kinds[kind]]: [kind] }, saveLabel: "Export" });
  if (!target) return undefined;
  try {
    await workspace.fs.writeFile(target, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("usage", `${target.fsPath} could not be written: ${reason}. Choose another place.`, {
      cause: error,
    });
  }
  return `Exported to ${target.fsPath}.`;
}
