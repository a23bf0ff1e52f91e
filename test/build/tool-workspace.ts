import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import type { TestContext } from "node:test";
import { BuildFailure } from "../../runner/build/build-failure.ts";
import { chooseTool } from "../../runner/build/tools/choose-tool.ts";
import { runTool } from "../../runner/build/tools/run-tool.ts";
import { toolBuild, type ToolBuild } from "../../runner/build/tools/tool-build.ts";
import type { LambdaFunction } from "../../runner/model/function.ts";
import type { Problem } from "../../runner/model/problem.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A temporary project whose function is built by its language's own tool. */
export interface ToolWorkspace extends Omit<Workspace, "build"> {
  readonly tool: ToolBuild;
  /** Builds into a new folder. */
  readonly build: (options?: {
    changed?: readonly string[];
    isForDebugger?: boolean;
    signal?: AbortSignal;
  }) => Promise<{
    readonly target: string;
    readonly problems: readonly Problem[];
  }>;
  /** Builds what must fail because of its sources. */
  readonly fail: () => Promise<BuildFailure>;
}

export async function makeToolWorkspace(
  t: TestContext,
  files: Readonly<Record<string, string | Buffer>>,
  changes: Partial<LambdaFunction>,
  subfolder = ".",
): Promise<ToolWorkspace> {
  const workspace = await makeWorkspace(t);
  await workspace.write(files);
  const codeFolder = workspace.path(subfolder);
  const fn = workspace.fn({ logicalId: "Hello", code: { kind: "folder", path: codeFolder }, ...changes });
  const name = await chooseTool(fn, codeFolder);
  assert.ok(name !== undefined && name !== "pip", "runs as it stands");
  const tool = toolBuild(name, { fn, codeFolder, storageFolder: workspace.storageFolder, runTool });
  let count = 0;
  const build: ToolWorkspace["build"] = async (options = {}) => {
    const { changed = [], isForDebugger = false, signal = new AbortController().signal } = options;
    const id = String(count++).padStart(8, "0");
    const target = join(workspace.storageFolder, "builds", id);
    await mkdir(target, { recursive: true });
    const { problems } = await tool.build(target, { id, changed: new Set(changed), isForDebugger }, signal);
    return { target, problems };
  };
  return {
    ...workspace,
    tool,
    build,
    fail: async () => {
      const error = await build().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof BuildFailure, `Expected a BuildFailure, not ${String(error)}`);
      assert.equal(error.code, "build-failed");
      return error;
    },
  };
}

/** A tool's inputs relative to the workspace, sorted, with forward slashes. */
export function inputsIn(workspace: Omit<Workspace, "build">, { inputs }: Pick<ToolBuild, "inputs">) {
  const inside = (paths: Iterable<string>) =>
    [...paths].map((path) => relative(workspace.folder, path).replaceAll("\\", "/")).sort();
  return { files: inside(inputs.files), folders: inside(inputs.folders.map(({ path }) => path)) };
}

/** `main.go:3:5`, from 1 as editors show them, for each problem, with its message. */
export function places(
  workspace: Omit<Workspace, "build">,
  problems: readonly Problem[],
): [place: string, message: string][] {
  return problems.map(({ file, range: { start }, message }) => {
    const name = file
      .replace(workspace.path("."), "")
      .replace(/^[\\/]/, "")
      .replaceAll("\\", "/");
    return [`${name}:${start.line + 1}:${start.character + 1}`, message];
  });
}
