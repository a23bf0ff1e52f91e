import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyPackage } from "./copy-package.ts";

export interface WorkspaceContent {
  /** Path below the folder to content. */
  readonly files: Readonly<Record<string, string>>;
  readonly functions: readonly FunctionEntry[];
  /** Packages that this repository has installed, to be installed there too. */
  readonly packages?: readonly string[];
}

/** What the template says of a function. */
export interface FunctionEntry {
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  readonly codeUri: string;
}

/** A folder with functions and a template. Gone with its owner. */
export class Workspace implements Disposable {
  readonly folder: string;

  constructor({ files, functions, packages = [] }: WorkspaceContent) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "pilotlight-bench-")));
    for (const [path, content] of Object.entries(files)) this.save(path, content);
    for (const name of packages) copyPackage(name, this.folder);
    this.save("template.yaml", template(functions));
  }

  /** Puts a whole new file in the place of the old one, as editors do. */
  save(path: string, content: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, content);
    renameSync(`${file}.tmp`, file);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function template(functions: readonly FunctionEntry[]): string {
  const resources = functions.map(
    ({ name, runtime, handler, codeUri }) =>
      `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionName: ${name}\n` +
      `      Runtime: ${runtime}\n      Handler: ${handler}\n      CodeUri: ${codeUri}\n` +
      `      MemorySize: 256\n      Timeout: 30\n`,
  );
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join("")}`;
}
