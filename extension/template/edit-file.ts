import { Range, Uri, workspace, WorkspaceEdit, type TextDocument } from "vscode";

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
  const { start, end } = changedPart(before, after);
  const edit = new WorkspaceEdit();
  const range = new Range(document.positionAt(start), document.positionAt(before.length - end));
  edit.replace(document.uri, range, after.slice(start, after.length - end));
  await workspace.applyEdit(edit);
  if (!wasDirty) await document.save();
  return document;
}

/** How much at the start and at the end of two texts is the same. */
function changedPart(before: string, after: string): { start: number; end: number } {
  const longest = Math.min(before.length, after.length);
  let start = 0;
  while (start < longest && before[start] === after[start]) start++;
  let end = 0;
  while (end < longest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { start, end };
}
