import { Position, Selection, Uri, window } from "vscode";

/** A place in a file. */
export interface SourcePlace {
  /** Absolute path. */
  readonly file: string;
  /** Zero-based, as is `character`. */
  readonly line: number;
  readonly character: number;
}

/** Opens a file at a place: in the editor that shows the file already, else in the first group, not beside. */
export async function openPlace({ file, line, character }: SourcePlace): Promise<void> {
  const uri = Uri.file(file);
  const group = window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => (input as { uri?: Uri } | undefined)?.uri?.toString() === uri.toString()),
  );
  const position = new Position(line, character);
  const viewColumn = group?.viewColumn ?? window.tabGroups.all[0]?.viewColumn;
  const selection = new Selection(position, position);
  await window.showTextDocument(uri, { selection, ...(viewColumn === undefined ? {} : { viewColumn }) });
}
