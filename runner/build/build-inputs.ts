/** What a build was made of: a change to any of it asks for another build. Real paths (links followed), absolute. */
export interface BuildInputs {
  readonly files: ReadonlySet<string>;
  readonly folders: readonly InputFolder[];
}

export interface InputFolder {
  readonly path: string;
  /**
   * Extensions with dot whose files count only when they are among `files`: the sources that an import closure covers.
   * Empty: every file counts.
   */
  readonly listedOnly: readonly string[];
}

export const noInputs: BuildInputs = { files: new Set(), folders: [] };

export function joinInputs(...all: readonly BuildInputs[]): BuildInputs {
  return { files: new Set(all.flatMap(({ files }) => [...files])), folders: all.flatMap(({ folders }) => folders) };
}
