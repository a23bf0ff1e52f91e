import path from "node:path";
import type { Project } from "../model/function.ts";

/**
 * Absolute paths of the files and folders, there or not, that a project was read from: templates, files of variables, and
 * code that a template names and that was missing. A change to one of them asks for reading the project again.
 */
export function projectFiles(
  project: Project,
  named: { readonly envFiles: readonly string[]; readonly envVarsFile: string | undefined },
): string[] {
  const folders = new Set([project.root, ...project.templates.map((template) => path.dirname(template))]);
  const missing = project.functions.flatMap(({ code, layers }) =>
    [code, ...layers.map(({ content }) => content)].flatMap((source) =>
      source.kind === "elsewhere" && source.path !== undefined ? [source.path] : [],
    ),
  );
  return [
    ...project.templates,
    ...[...folders].map((folder) => path.join(folder, ".env")),
    ...named.envFiles,
    ...(named.envVarsFile === undefined ? [] : [named.envVarsFile]),
    ...missing,
  ];
}
