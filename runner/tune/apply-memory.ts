import { readFile, writeFile } from "node:fs/promises";
import { Failure } from "../model/failure.ts";
import { setProperty } from "../model/template/set-property.ts";

/**
 * Writes a function's memory into its template; everything else of it stays, comments too.
 *
 * @param template absolute path
 * @throws Failure `template-unusable` where it is not a plain number, or the template can't be read or written
 */
export async function applyMemory(template: string, logicalId: string, memoryMb: number): Promise<void> {
  try {
    const text = await readFile(template, "utf8");
    const { start, end, text: instead } = setProperty(text, logicalId, "MemorySize", memoryMb);
    await writeFile(template, text.slice(0, start) + instead + text.slice(end));
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error && "code" in error)) throw error;
    const message = `The template ${template} could not be changed: ${error.message}. Write MemorySize: ${memoryMb} into the entry of ${logicalId} yourself.`;
    throw new Failure("template-unusable", message, { cause: error });
  }
}
