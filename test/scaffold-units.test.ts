import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { languageLabels, readLanguage, type LanguageId } from "../extension/scaffold/languages.ts";
import { codeFolderOf } from "../extension/scaffold/new-function.ts";
import { triggerIds } from "../extension/scaffold/triggers.ts";
import { lacking, pathOf } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { runTool } from "./scaffold/run-tool.ts";
import { contentFolder, newFunction, scaffold } from "./scaffold/scaffolded-project.ts";
import { unitTests } from "./scaffold/unit-tests.ts";

// Function URLs get the very same files as HTTP APIs.
const triggers = triggerIds.filter((trigger) => trigger !== "function-url");

for (const [id, { passed, parts }] of Object.entries(unitTests)) {
  const language = id as LanguageId;
  describe(
    `Unit tests of ${languageLabels[language]}`,
    { skip: lacking(...parts), concurrency: 2, timeout: 120_000 },
    () => {
      const folder = newFolder(suiteScope());
      let command: string[];

      before(async () => {
        await scaffold(
          folder,
          triggers.map((trigger) => newFunction(language, trigger)),
        );
        if (parts.includes("scaffolded packages"))
          symlinkSync(pathOf("scaffolded packages"), join(folder, "node_modules"));
        command = (await readLanguage(language, contentFolder)).testCommand.split(" ");
      });

      for (const trigger of triggers) {
        test(`pass as they are scaffolded for ${trigger}`, async () => {
          const [tool = "", ...args] = command;
          const cwd = join(folder, codeFolderOf(newFunction(language, trigger).name));
          const { code, stdout, stderr } = await runTool(tool === "python" ? python : tool, args, cwd);
          assert.equal(code, 0, stdout + stderr);
          assert.match(stdout + stderr, passed);
        });
      }
    },
  );
}

/** Debian has no `python`. */
const python = process.platform === "win32" ? "python" : "python3";

describe("Scaffolded types", { skip: lacking("scaffolded packages"), timeout: 120_000 }, () => {
  const folder = newFolder(suiteScope());
  const functions = (["typescript", "javascript"] as const).flatMap((language) =>
    triggers.map((trigger) => newFunction(language, trigger)),
  );

  test("have nothing that the compiler minds, in TypeScript and in JavaScript's comments", async () => {
    await scaffold(folder, functions);
    symlinkSync(pathOf("scaffolded packages"), join(folder, "node_modules"));
    const base = `./${codeFolderOf(newFunction("typescript", "none").name)}tsconfig.json`;
    const compilerOptions = { allowJs: true, checkJs: true, types: ["node"] };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: base, compilerOptions, include: ["functions"] }),
    );
    const compiler = join(folder, "node_modules", "typescript", "bin", "tsc");
    const listed = await runTool(process.execPath, [compiler, "--listFilesOnly"], folder);
    for (const { name } of functions) assert.ok(listed.stdout.includes(codeFolderOf(name)), name);
    const { stdout } = await runTool(process.execPath, [compiler], folder);
    assert.equal(stdout, "");
  });
});
