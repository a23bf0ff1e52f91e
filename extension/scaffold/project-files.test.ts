import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { languageIds, readLanguage } from "./languages.ts";
import type { NewFunction } from "./new-function.ts";
import { projectFiles } from "./project-files.ts";
import { triggerIds } from "./triggers.ts";

const contentFolder = join(import.meta.dirname, "content");
const languages = languageIds.filter((id) => existsSync(join(contentFolder, id)));
const mailer: NewFunction = {
  name: "OrderMailer",
  language: "custom",
  trigger: "sqs",
  memoryMb: 512,
  architecture: "arm64",
};

describe("A new project", () => {
  test("has what belongs to it and to its function", async () => {
    const files = await projectFiles({ name: "shop", function: mailer }, contentFolder);
    assert.deepEqual(files.map(({ path }) => path).sort(), [
      ".gitignore",
      ".vscode/launch.json",
      "README.md",
      "events/order-mailer/sqs-ordermailerqueue.json",
      "functions/order-mailer/bootstrap",
      "functions/order-mailer/handler.sh",
      "functions/order-mailer/json.sh",
      "functions/order-mailer/test/check.sh",
      "functions/order-mailer/test/handler-test.sh",
      "template.yaml",
    ]);
    assert.deepEqual(
      files.filter(({ isExecutable }) => isExecutable).map(({ path }) => path),
      ["functions/order-mailer/bootstrap", "functions/order-mailer/handler.sh"],
    );
  });

  test("says how to run, test and deploy it", async () => {
    const readme = await textOf("README.md", { ...mailer, language: "typescript" });
    assert.match(readme, /^# shop\n/);
    assert.match(readme, /pilotlight invoke OrderMailer/);
    assert.match(readme, /`npm install && npm test` in `functions\/order-mailer\/`/);
    assert.match(readme, /sam deploy/);
  });

  test("debugs the function with a sample event that is there", async () => {
    const { configurations } = JSON.parse(await textOf(".vscode/launch.json", mailer)) as { configurations: unknown };
    assert.deepEqual(configurations, [
      {
        type: "lambda",
        request: "launch",
        name: "Debug OrderMailer",
        function: "OrderMailer",
        event: "${workspaceFolder}/events/order-mailer/sqs-ordermailerqueue.json",
      },
    ]);
  });

  for (const language of languages) {
    test(`is complete in ${language}, whatever the trigger`, async () => {
      const { handlerFile, executable = [] } = await readLanguage(language, contentFolder);
      for (const trigger of triggerIds) {
        const fn: NewFunction = { ...mailer, language, trigger };
        const files = await projectFiles({ name: "shop", function: fn }, contentFolder);
        const paths = files.map(({ path }) => path);
        assert.equal(new Set(paths).size, paths.length);
        for (const path of [handlerFile, ...executable]) {
          const expected = `functions/order-mailer/${path.replace("{{FunctionName}}", "OrderMailer")}`;
          assert.ok(paths.includes(expected), `${trigger}: ${expected}`);
        }
        for (const { path, text } of files) {
          assert.doesNotMatch(path, /\.tmpl$|\{\{/);
          assert.doesNotMatch(text, /\{\{\w+(?:[-_]\w+)?\}\}/, path);
          assert.ok(text === "" || text.endsWith("\n"), `${path} ends without a line break`);
        }
      }
    });
  }
});

async function textOf(path: string, fn: NewFunction): Promise<string> {
  const files = await projectFiles({ name: "shop", function: fn }, contentFolder);
  const file = files.find((candidate) => candidate.path === path);
  assert.ok(file, path);
  return file.text;
}
