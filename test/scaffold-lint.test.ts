import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { languageLabels, readLanguage } from "../extension/scaffold/languages.ts";
import { addFunction } from "../extension/scaffold/template-entry.ts";
import { triggerLabels } from "../extension/scaffold/triggers.ts";
import { lacking, pathOf } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { runTool } from "./scaffold/run-tool.ts";
import { contentFolder, everyFunction, languages, scaffold } from "./scaffold/scaffolded-project.ts";

describe("Scaffolded templates", { skip: lacking("cfn-lint"), timeout: 120_000 }, () => {
  const folder = newFolder(suiteScope());
  const functions = everyFunction(languages);
  /** What cfn-lint finds, by the name of the template's file. */
  const findings = new Map<string, unknown[]>();

  before(async () => {
    let json = "{}";
    for (const fn of functions) {
      const language = await readLanguage(fn.language, contentFolder);
      writeFileSync(join(folder, `${fn.name}.yaml`), addFunction("", fn, language));
      json = addFunction(json, fn, language);
    }
    writeFileSync(join(folder, "template.json"), json);
    await scaffold(folder, functions);
    // Something it must find, or else it has not looked.
    writeFileSync(join(folder, "wrong.yaml"), "Resources:\n  A:\n    Type: AWS::No::Such\n");
    const { stdout, stderr } = await runTool(
      pathOf("cfn-lint"),
      ["-c", cfnLint, "--format", "json", "*.yaml", "template.json"],
      folder,
    );
    assert.equal(stderr, "");
    for (const finding of JSON.parse(stdout) as { Filename: string }[]) {
      findings.set(finding.Filename, [...(findings.get(finding.Filename) ?? []), finding]);
    }
  });

  test("are looked at", () => assert.notEqual(findings.get("wrong.yaml")?.length ?? 0, 0));

  for (const { name, language, trigger } of functions) {
    test(`have nothing that cfn-lint minds: ${languageLabels[language]}, ${triggerLabels[trigger].label}`, () => {
      assert.equal(findings.get(`${name}.yaml`), undefined);
    });
  }

  for (const file of ["template.yaml", "template.json"]) {
    test(`have nothing that cfn-lint minds with every function in one ${file}`, () => {
      assert.equal(findings.get(file), undefined);
    });
  }
});

/** The package has a command, but no module to run; commands of a virtual environment don't survive its being moved. */
const cfnLint = "import sys; from cfnlint.runner import main; sys.exit(main())";
