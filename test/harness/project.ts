import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Properties of an `AWS::Serverless::Function`, `Metadata` of the resource apart. */
export type FunctionProperties = Readonly<Record<string, unknown>>;

export interface TestProject {
  /** Logical id, which is the name too, to what differs from `defaults`. */
  readonly functions: Readonly<Record<string, FunctionProperties>>;
  readonly defaults?: FunctionProperties;
  /** Path in the project to content; files that start with `#!` are executable. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders or files to copy: path in the project to absolute path. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Layers by logical id, with the path of their content. */
  readonly layers?: Readonly<Record<string, string>>;
}

/** Absolute path of a function under `test/fixtures/functions`. */
export function fixture(name: string): string {
  return join(import.meta.dirname, "..", "fixtures", "functions", name);
}

/** Writes a SAM project into `folder`. */
export function writeProject(folder: string, project: TestProject): void {
  for (const [name, source] of Object.entries(project.copies ?? {})) {
    cpSync(source, join(folder, name), { recursive: true });
  }
  for (const [name, content] of Object.entries(project.files ?? {})) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (content.startsWith("#!")) chmodSync(path, 0o755);
  }
  writeTemplate(folder, project);
}

/** Writes a project's template alone, as somebody would who edits it. */
export function writeTemplate(folder: string, project: Pick<TestProject, "functions" | "defaults" | "layers">): void {
  const functions = Object.entries(project.functions).map(([name, properties]) => {
    const { Metadata, ...rest } = { FunctionName: name, ...project.defaults, ...properties } as Record<string, unknown>;
    return [name, { Type: "AWS::Serverless::Function", Properties: rest, ...(Metadata ? { Metadata } : {}) }];
  });
  const layers = Object.entries(project.layers ?? {}).map(([name, content]) => [
    name,
    { Type: "AWS::Serverless::LayerVersion", Properties: { LayerName: name, ContentUri: content } },
  ]);
  const template = {
    Transform: "AWS::Serverless-2016-10-31",
    Resources: Object.fromEntries([...functions, ...layers]) as unknown,
  };
  writeFileSync(join(folder, "template.yaml"), JSON.stringify(template, undefined, 2));
}
