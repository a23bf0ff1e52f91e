import { basename } from "node:path";
import { setProperty } from "../../runner/model/template/set-property.ts";
import { editFile } from "../template/edit-file.ts";

/**
 * Writes a function's memory into its template, in the editor where it is open.
 *
 * @returns a sentence that says so
 * @throws Failure `template-unusable` where it is not a plain number
 */
export async function applySize(
  fn: { readonly name: string; readonly logicalId: string; readonly template: string },
  memoryMb: number,
): Promise<string> {
  const document = await editFile(fn.template, (text) => {
    const { start, end, text: instead } = setProperty(text, fn.logicalId, "MemorySize", memoryMb);
    return text.slice(0, start) + instead + text.slice(end);
  });
  const unsaved = document.isDirty ? " It has other changes, too, and is not saved." : "";
  return `${basename(fn.template)} gives ${fn.name} ${memoryMb} MB now.${unsaved}`;
}
