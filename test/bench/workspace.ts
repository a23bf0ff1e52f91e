import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A workspace of Node functions that return their event. Gone with its owner. */
export class Workspace implements Disposable {
  readonly folder: string;

  constructor(functionNames: readonly string[]) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "pilotlight-bench-")));
    mkdirSync(join(this.folder, "src"));
    writeFileSync(join(this.folder, "src", "index.js"), "exports.handler = async (event) => event;\n");
    writeFileSync(join(this.folder, "template.yaml"), template(functionNames));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function template(functionNames: readonly string[]): string {
  const resources = functionNames.map(
    (name) =>
      `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionName: ${name}\n` +
      `      Runtime: nodejs24.x\n      Handler: index.handler\n      CodeUri: src\n      MemorySize: 128\n      Timeout: 30\n`,
  );
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join("")}`;
}
