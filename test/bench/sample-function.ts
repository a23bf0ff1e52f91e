import type { WorkspaceContent } from "./workspace.ts";

/** The code of a function, in as many versions as are asked for. */
export interface SampleFunction {
  /** For people. */
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  readonly fileName: string;
  readonly packages?: readonly string[];
  source(version: number): string;
  /** What it answers to `{}`. */
  answer(version: number): string;
}

/** Functions of these names that share one code folder, in version 0. */
export function functionsOf(sample: SampleFunction, names: readonly string[]): WorkspaceContent {
  const { runtime, handler, packages = [] } = sample;
  return {
    files: { [sourcePath(sample)]: sample.source(0) },
    functions: names.map((name) => ({ name, runtime, handler, codeUri: "src" })),
    packages,
  };
}

/** Below the workspace. */
export function sourcePath({ fileName }: SampleFunction): string {
  return `src/${fileName}`;
}

/** Returns its event: all that it takes is what is around it. */
export const echo: SampleFunction = {
  name: "echo",
  runtime: "nodejs24.x",
  handler: "index.handler",
  fileName: "index.js",
  source: () => "exports.handler = async (event) => event;\n",
  answer: () => "{}",
};
