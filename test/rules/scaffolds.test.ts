import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readLanguage } from "../../extension/scaffold/languages.ts";
import { addFunction } from "../../extension/scaffold/template-entry.ts";
import { findingsIn, inShort } from "../../runner/model/rules/findings-for-tests.ts";
import { contentFolder, everyFunction, languages, newFunction } from "../scaffold/scaffolded-project.ts";

describe("the extension's own templates", () => {
  test("have nothing wrong when they are scaffolded, whatever the language and the trigger", async () => {
    let template = "";
    const functions = [...everyFunction(["python"]), ...languages.map((language) => newFunction(language, "none"))];
    for (const fn of new Map(functions.map((each) => [each.name, each])).values()) {
      template = addFunction(template, fn, await readLanguage(fn.language, contentFolder));
    }
    assert.match(template, /AWS::Serverless::Function/);
    assert.deepEqual(findingsIn(template).map(inShort), []);
  });

  test("have nothing wrong in the sample", () => {
    const folder = join(import.meta.dirname, "../../sample");
    const files = globSync("**/template.{yaml,json}", { cwd: folder });
    assert.ok(files.length > 0);
    for (const file of files) {
      assert.deepEqual(findingsIn(readFileSync(join(folder, file), "utf8")).map(inShort), [], file);
    }
  });
});
