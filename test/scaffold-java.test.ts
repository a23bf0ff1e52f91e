import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { codeFolderOf } from "../extension/scaffold/new-function.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { answerSampleEvents } from "./scaffold/answer-sample-events.ts";
import { runTool } from "./scaffold/run-tool.ts";
import { everyFunction, newFunction, scaffold } from "./scaffold/scaffolded-project.ts";

describe("Unit tests of Java", { skip: lacking("java"), timeout: 300_000 }, () => {
  test("pass as they are scaffolded for every trigger", async (t) => {
    const folder = newFolder(t);
    const functions = everyFunction(["java"]);
    await scaffold(folder, functions);
    // All in one go: Maven takes seconds to start.
    writeFileSync(join(folder, "pom.xml"), pomOf(functions.map(({ name }) => codeFolderOf(name))));
    const { code, stdout, stderr } = await runTool("mvn", ["-B", "-q", "test"], folder);
    assert.equal(code, 0, stdout + stderr);
    for (const { name } of functions) {
      const reports = join(folder, codeFolderOf(name), "target", "surefire-reports");
      const [report = ""] = readdirSync(reports).filter((file) => file.endsWith(".xml"));
      assert.match(readFileSync(join(reports, report), "utf8"), /<testsuite [^>]*tests="[1-9]/, name);
    }
  });
});

answerSampleEvents("Scaffolded Java functions in the container engine", {
  engine: "container",
  functions: (["http-api", "sqs", "none"] as const).map((trigger) => newFunction("java", trigger)),
  skip: lacking("container engine", "java", "java image"),
});

function pomOf(modules: readonly string[]): string {
  const elements = modules.map((module) => `<module>${module}</module>`).join("");
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId>
  <artifactId>all</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>${elements}</modules>
</project>
`;
}
