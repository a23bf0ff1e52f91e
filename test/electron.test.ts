import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { promisify } from "node:util";
import { InterpreterFinder } from "../runner/engine/process/find-interpreter.ts";
import { processEngine } from "./cli/hello-project.ts";
import { writeProject } from "./harness/project.ts";
import { cliPath, newFolder } from "./harness/runner-process.ts";

const skip = process.platform === "win32" ? "stands in for programs with shell scripts" : false;

function script(path: string, ...lines: string[]): string {
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

suite("Node.js inside an editor", { skip }, () => {
  /** Far from what any machine has, so that only what the test makes is near. */
  const versions = { node: "98.1.0", electron: "40.0.0" };

  /** A folder to be PATH, and a finder in a program there that is an Electron. */
  function inElectron(t: TestContext): { folder: string; execPath: string; finder: InterpreterFinder } {
    const folder = newFolder(t);
    const execPath = join(folder, "editor");
    return { folder, execPath, finder: new InterpreterFinder("linux", { PATH: folder }, { execPath, versions }) };
  }

  test("runs functions with the variable that makes it a Node.js, when there is no other of their version", async (t) => {
    const { finder, execPath } = inElectron(t);
    const found = await finder.find("nodejs", [98], []);
    assert.deepEqual([found?.path, found?.variables], [execPath, { ELECTRON_RUN_AS_NODE: "1" }]);
  });

  test("leaves functions to a real one of their version, even an older one", async (t) => {
    const { finder, folder } = inElectron(t);
    const real = script(join(folder, "node"), `printf '%s\\n98.0.0\\n\\n' "$0"`);
    const found = await finder.find("nodejs", [98], []);
    assert.deepEqual([found?.path, found?.variables], [real, {}]);
  });

  test("is told from a real one on PATH, too", async (t) => {
    const { finder, folder } = inElectron(t);
    script(join(folder, "node"), "printf '/opt/other-editor\\n98.2.0\\n40.0.0\\n'");
    const found = await finder.find("nodejs", [98], []);
    assert.deepEqual([found?.path, found?.variables], ["/opt/other-editor", { ELECTRON_RUN_AS_NODE: "1" }]);
  });
});

suite("A runner that an editor's Electron runs", { skip }, () => {
  const [major = ""] = process.versions.node.split(".");

  /** The answer of a TypeScript function that says which program runs it. */
  async function invoke(t: TestContext, withRealNode: boolean): Promise<unknown> {
    const folder = newFolder(t);
    writeProject(folder, {
      functions: { Which: { Runtime: `nodejs${major}.x`, Handler: "app.handler", CodeUri: "src", Timeout: 20 } },
      files: {
        "src/app.ts": `export const handler = async (): Promise<unknown> =>
          [process.versions.electron ?? null, process.env.ELECTRON_RUN_AS_NODE ?? null];`,
      },
    });
    const bin = join(folder, "bin");
    mkdirSync(bin);
    if (withRealNode) symlinkSync(process.execPath, join(bin, "node"));
    const editor = join(folder, "editor");
    const disguise = join(folder, "disguise.mjs");
    writeFileSync(
      disguise,
      `process.execPath = ${JSON.stringify(editor)};
      Object.defineProperty(process, "versions", { value: { ...process.versions, electron: "40.0.0" } });`,
    );
    script(
      editor,
      '[ "$ELECTRON_RUN_AS_NODE" = 1 ] || { echo "a window opens" >&2; exit 9; }',
      `exec '${process.execPath}' --import '${disguise}' "$@"`,
    );
    const { stdout } = await promisify(execFile)(editor, [cliPath, "invoke", "Which", ...processEngine], {
      cwd: folder,
      // No version manager's Node.js either.
      env: { ELECTRON_RUN_AS_NODE: "1", PATH: bin, HOME: folder, N_PREFIX: folder, XDG_STATE_HOME: folder },
    });
    return JSON.parse(stdout);
  }

  test("runs functions by itself where there is no Node.js", async (t) => {
    assert.deepEqual(await invoke(t, false), ["40.0.0", "1"]);
  });

  test("runs functions with the machine's Node.js, which knows nothing of the editor", async (t) => {
    assert.deepEqual(await invoke(t, true), [null, null]);
  });
});
