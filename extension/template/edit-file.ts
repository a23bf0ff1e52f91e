import { Range, Uri, workspace, WorkspaceEdit, type TextDocument } from "vscode";
import { changedText } from "../../runner/model/changed-text.ts";

/**
 * Changes a file as an editor would, so that it can be undone, and saves it unless it had other unsaved changes: those
 * are the person's to save.
 *
 * @param change from the text as it is in the editor to the new one
 */
export async function editFile(path: string, change: (text: string) => string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.file(path));
  const wasDirty = document.isDirty;
  const before = document.getText();
  const after = change(before);
  const { start, endBefore, endNow } = changedText(before, after);
  const edit = new WorkspaceEdit();
  const range = new Range(document.positionAt(start), document.positionAt(endBefore));
  edit.replace(document.uri, range, after.slice(start, endNow));
  await workspace.applyEdit(edit);
  if (!wasDirty) await document.save();
  return document;
}
