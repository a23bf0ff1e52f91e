import { functionFiles } from "./function-files.ts";
import { addLaunchConfiguration } from "./launch-configuration.ts";
import { readLanguage, type Language } from "./languages.ts";
import { codeFolderOf, type NewFunction, type ScaffoldedFile } from "./new-function.ts";
import { addFunction } from "./template-entry.ts";

export interface NewProject {
  /** The folder's name. */
  readonly name: string;
  readonly function: NewFunction;
}

/**
 * All files of a new project with one function.
 *
 * @param contentFolder with a folder for each language
 */
export async function projectFiles(project: NewProject, contentFolder: string): Promise<ScaffoldedFile[]> {
  const fn = project.function;
  const language = await readLanguage(fn.language, contentFolder);
  const files = await functionFiles(fn, contentFolder);
  const texts: Readonly<Record<string, string>> = {
    "template.yaml": addFunction("", fn, language),
    ".gitignore": gitIgnore,
    "README.md": readme(project, language),
    ".vscode/launch.json": addLaunchConfiguration(undefined, fn.name, sampleEventPath(files)),
  };
  return [...Object.entries(texts).map(([path, text]) => ({ path, text, isExecutable: false })), ...files];
}

/** The event that a function's launch configuration sends. */
export function sampleEventPath(files: readonly ScaffoldedFile[]): string {
  const event = files.find(({ path }) => path.startsWith("events/"));
  if (event === undefined) throw new Error("Every function has a sample event");
  return event.path;
}

/** What any of the languages leaves behind, since a project may have several. */
const gitIgnore = `# What builds and tools make
.aws-sam/
node_modules/
dist/
__pycache__/
.venv/
target/
bin/
obj/
vendor/bundle/
.bundle/
coverage/
*.log

# Settings of one machine, and secrets
.env
.env.*
samconfig.toml
.DS_Store
`;

function readme({ name, function: fn }: NewProject, { testCommand, setupCommand }: Language): string {
  const commands = [setupCommand, testCommand].filter((command) => command !== undefined).join(" && ");
  return `# ${name}

- Run: *Lambda: Invoke* in VS Code's command palette, or \`pilotlight invoke ${fn.name}\`.
- Test: \`${commands}\` in \`${codeFolderOf(fn.name)}\`.
- Deploy: \`sam build && sam deploy --guided\`.
`;
}
