import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { engineArguments } from "./harness/engines.ts";
import type { Answer } from "./harness/lambda-client.ts";
import { lacking } from "./harness/parts.ts";
import { writeTemplate, type FunctionProperties } from "./harness/project.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves, type ReloadLine } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

/** What the function says of itself. */
interface Seen {
  readonly memory: string;
  readonly leftMs: number;
  readonly greeting: string | null;
  readonly runtime: string;
  readonly layer: string | null;
  readonly handler: string;
}

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "processes of this machine" : "containers of stand-in images";
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`a template that is edited, with ${where}`, { skip, timeout: 60_000 }, () => {
    const scope = suiteScope();
    const functions: Record<string, FunctionProperties> = { Probe: {}, Other: {} };
    const layers = { Words: "words" };
    let project: RunningProject;
    let saves: Saves;
    before(async () => {
      project = await startProject(scope, { files, defaults, functions, layers }, engineArguments(engine));
      saves = new Saves(project);
      await project.invoke("Probe");
      await project.invoke("Other");
    });

    /** Edits properties of a function of the template; the other function's environments have to stay. */
    const edit = async (properties: FunctionProperties): Promise<ReloadLine> => {
      functions["Probe"] = { ...functions["Probe"], ...properties };
      const reload = await saves.after(() => writeTemplate(project.folder, { defaults, functions, layers }));
      assert.deepEqual(reload.functions, ["Probe"]);
      return reload;
    };

    const seen = async (): Promise<Seen> => {
      const answer = await project.invoke("Probe");
      assert.equal(answer.functionError, undefined, answer.log);
      return answer.payload as Seen;
    };

    test("applies memory at the next call", async () => {
      await edit({ MemorySize: 320 });
      const { requestId, payload } = await project.invoke("Probe");
      assert.equal((payload as Seen).memory, "320");
      const { report } = (await project.record(requestId)) as unknown as { report: { memoryMb: number } };
      assert.equal(report.memoryMb, 320);
    });

    test("applies the timeout at the next call", async () => {
      assert.ok((await seen()).leftMs > 10_000);
      await edit({ Timeout: 3 });
      assert.ok((await seen()).leftMs <= 3000);
      await edit({ Timeout: 20 });
      assert.ok((await seen()).leftMs > 10_000);
    });

    test("applies variables at the next call", async () => {
      await edit({ Environment: { Variables: { GREETING: "hello" } } });
      assert.equal((await seen()).greeting, "hello");
    });

    test("applies the handler at the next call", async () => {
      assert.equal((await seen()).handler, "first");
      const before = saves.lines.length;
      await edit({ Handler: "index.second" });
      assert.equal((await seen()).handler, "second");
      await edit({ Handler: "other.third" });
      assert.equal((await seen()).handler, "third");
      const reload = await saves.save("src/other.mjs", module("third", "fourth"));
      assert.deepEqual(reload.functions, ["Probe"], "the new handler's file is not watched");
      await edit({ Handler: "other.fourth" });
      assert.equal((await seen()).handler, "fourth");
      const others = saves.lines.slice(before).filter((line) => line["functionName"] === "Other");
      assert.deepEqual(others, [], "another function was touched");
    });

    test("applies the runtime at the next call", async () => {
      assert.equal((await seen()).runtime, "AWS_Lambda_nodejs24.x");
      await edit({ Runtime: "nodejs22.x" });
      assert.equal((await seen()).runtime, "AWS_Lambda_nodejs22.x");
    });

    test("applies layers at the next call", async () => {
      assert.equal((await seen()).layer, null);
      await edit({ Layers: [{ Ref: "Words" }] });
      assert.equal((await seen()).layer, "from the layer");
      await edit({ Layers: [] });
      assert.equal((await seen()).layer, null);
    });

    test("applies the place of the code at the next call", async () => {
      await edit({ CodeUri: "elsewhere", Handler: "index.fifth" });
      assert.equal((await seen()).handler, "fifth");
      const reload = await saves.save("elsewhere/index.mjs", module("fifth", "sixth"));
      assert.deepEqual(reload.functions, ["Probe"]);
    });

    test("lets a function come that is written into it, and go that is taken out", async () => {
      const names = async (): Promise<unknown[]> => {
        const { Functions = [] } = await project.client.send(new ListFunctionsCommand({}));
        return Functions.map(({ FunctionName }) => FunctionName).sort();
      };
      functions["Added"] = { CodeUri: "added" };
      const rewrite = (): void => writeTemplate(project.folder, { defaults, functions, layers });
      await saves.lineAfter(rewrite, (line) => String(line["added"]) === "Added");
      assert.deepEqual(await names(), ["Added", "Other", "Probe"]);
      assert.equal(((await project.invoke("Added")).payload as Seen).handler, "first");
      const reload = await saves.save("added/index.mjs", module("first", "second"));
      assert.deepEqual(reload.functions, ["Added"]);
      await project.invoke("Added");

      delete functions["Added"];
      await saves.lineAfter(rewrite, (line) => String(line["removed"]) === "Added");
      assert.deepEqual(await names(), ["Other", "Probe"]);
      await assert.rejects(project.invoke("Added"), { name: "ResourceNotFoundException" });
      const environments = saves.lines.filter(
        (line) => line.event === "environment" && line["functionName"] === "Added",
      );
      for (const id of new Set(environments.map((line) => line["environmentId"]))) {
        await project.line((line) => line["environmentId"] === id && line["state"] === "stopped");
      }
    });

    test("lets a call end that runs in a function that is taken out", async () => {
      functions["Added"] = { CodeUri: "added" };
      const rewrite = (): void => writeTemplate(project.folder, { defaults, functions, layers });
      await saves.lineAfter(rewrite, (line) => String(line["added"]) === "Added");
      let running: Promise<Answer> | undefined;
      await saves.lineAfter(
        () => void (running = project.invoke("Added", { ms: 1000 })),
        (line) => line.event === "log" && String(line["text"]).includes("begun"),
      );
      delete functions["Added"];
      // Together with an edit of what is taken out.
      saves.write("added/index.mjs", module("first", "third"));
      await saves.lineAfter(rewrite, (line) => String(line["removed"]) === "Added");
      assert.equal(((await running)?.payload as Seen).handler, "first");
    });

    test("refuses a call that waits for a function that is taken out", async () => {
      functions["Slow"] = { CodeUri: "slow" };
      const rewrite = (): void => writeTemplate(project.folder, { defaults, functions, layers });
      await saves.lineAfter(rewrite, (line) => String(line["added"]) === "Slow");
      const refused = assert.rejects(project.invoke("Slow"), { name: "ResourceNotFoundException" });
      await project.logged("Slow", "loading");
      delete functions["Slow"];
      rewrite();
      await refused;
    });

    test("keeps the last good one serving while it can't be read, and says so", async () => {
      const problem = await saves.lineAfter(
        () => saves.write("template.yaml", "Resources:\n  Probe: {{{\n"),
        (line) => line.event === "problem",
      );
      assert.equal(problem["code"], "yaml-invalid");
      assert.equal(problem["file"], join(project.folder, "template.yaml"));
      assert.equal((await seen()).handler, "fifth");
      const reload = await saves.save("elsewhere/index.mjs", module("fifth", "seventh"));
      assert.deepEqual(reload.functions, ["Probe"], "code is not reloaded meanwhile");
      await edit({ Handler: "index.seventh" });
      assert.equal((await seen()).handler, "seventh");
    });

    test("keeps the last good one serving while it is gone", async () => {
      await saves.lineAfter(
        () => rmSync(join(project.folder, "template.yaml")),
        (line) => line.event === "problem",
      );
      assert.equal((await seen()).handler, "seventh");
      await edit({ MemorySize: 400 });
      assert.equal((await seen()).memory, "400");
    });
  });
}

describe("what belongs to a template", { timeout: 60_000 }, () => {
  const scope = suiteScope();
  let project: RunningProject;
  let saves: Saves;
  before(async () => {
    project = await startProject(scope, { files, defaults, functions: { Probe: {} } });
    saves = new Saves(project);
  });

  test("a .env file applies when it comes, is edited and goes", async () => {
    const environment = (greeting: string): FunctionProperties => ({
      Environment: { Variables: { GREETING: greeting } },
    });
    await project.invoke("Probe");
    await saves.after(() => writeTemplate(project.folder, { defaults, functions: { Probe: environment("template") } }));
    const greeting = async (): Promise<unknown> => ((await project.invoke("Probe")).payload as Seen).greeting;
    assert.equal(await greeting(), "template");
    await saves.save(".env", "GREETING=first\n");
    assert.equal(await greeting(), "first");
    await saves.save(".env", "GREETING=second\n");
    assert.equal(await greeting(), "second");
    await saves.after(() => rmSync(join(project.folder, ".env")));
    assert.equal(await greeting(), "template");
  });

  test("a nested template's edit applies, and a broken one keeps its functions", async () => {
    saves.write("nested/template.yaml", nested("one"));
    const outer = `Transform: AWS::Serverless-2016-10-31
Resources:
  Stack:
    Type: AWS::Serverless::Application
    Properties:
      Location: nested/template.yaml
`;
    await saves.lineAfter(
      () => saves.write("template.yaml", outer),
      (line) => String(line["added"]) === "Inner",
    );
    const greeting = async (): Promise<unknown> => ((await project.invoke("Inner")).payload as Seen).greeting;
    assert.equal(await greeting(), "one");
    await saves.save("nested/template.yaml", nested("two"));
    assert.equal(await greeting(), "two");
    await saves.lineAfter(
      () => saves.write("nested/template.yaml", "{{{"),
      (line) => line.event === "problem" && line["code"] === "yaml-invalid",
    );
    assert.equal(await greeting(), "two");
    await saves.save("nested/template.yaml", nested("three"));
    assert.equal(await greeting(), "three");
  });

  test("reserved concurrency applies to the next call, and restarts nothing", async () => {
    const reserve = async (properties: FunctionProperties): Promise<void> => {
      await saves.lineAfter(
        () => writeTemplate(project.folder, { defaults, functions: { Reserved: properties } }),
        (line) => line.event === "project",
      );
    };
    await reserve({});
    const begun = saves.lineAfter(
      () => undefined,
      (line) => line.event === "log" && String(line["text"]).includes("begun"),
    );
    const running = project.invoke("Reserved", { ms: 2000 });
    await begun;
    await reserve({ ReservedConcurrentExecutions: 1 });
    await assert.rejects(project.invoke("Reserved"), { name: "TooManyRequestsException" });
    await reserve({ ReservedConcurrentExecutions: 2 });
    assert.equal(((await project.invoke("Reserved")).payload as Seen).handler, "first");
    const count = saves.reloads.length;
    await running;
    assert.equal(saves.reloads.length, count);
    const { requestId } = await project.invoke("Reserved");
    const record = await project.record(requestId);
    assert.equal((record["report"] as { initMs: number | null }).initMs, null, "its environments were thrown away");
  });
});

/** Exports two handlers, whose answers bear their names. */
function module(...names: readonly string[]): string {
  const handlers = names.map(
    (name) => `export const ${name} = async ({ ms }, context) => {
  console.log("begun");
  if (ms) await new Promise((resolve) => setTimeout(resolve, ms));
  return {
    memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    leftMs: context.getRemainingTimeInMillis(),
    greeting: process.env.GREETING ?? null,
    runtime: process.env.AWS_EXECUTION_ENV,
    layer,
    handler: "${name}",
  };
};
`,
  );
  return `import layer from "./words.cjs";
${handlers.join("")}`;
}

function nested(greeting: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Inner:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: Inner
      Runtime: nodejs24.x
      Handler: index.first
      CodeUri: ../src
      Environment: { Variables: { GREETING: ${greeting} } }
`;
}

/** Layers are on the path of CommonJS alone. */
const words = 'try {\n  module.exports = require("words");\n} catch {\n  module.exports = null;\n}\n';

const files = {
  "src/words.cjs": words,
  "elsewhere/words.cjs": words,
  "added/words.cjs": words,
  "src/index.mjs": module("first", "second"),
  "src/other.mjs": module("third"),
  "elsewhere/index.mjs": module("fifth"),
  "added/index.mjs": module("first"),
  "slow/index.mjs": 'console.log("loading");\nawait new Promise((resolve) => setTimeout(resolve, 9000));\n',
  "words/nodejs/node_modules/words/index.js": 'module.exports = "from the layer";\n',
};

const defaults = { Runtime: "nodejs24.x", Handler: "index.first", CodeUri: "src", Timeout: 20, MemorySize: 256 };
