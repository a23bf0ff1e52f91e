import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, describe, test } from "node:test";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { reportLine } from "./harness/report-line.ts";
import { newFolder } from "./harness/runner-process.ts";
import { writeProject } from "./harness/project.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";
import { docker } from "./shell-image.ts";

const source = `
exports.handler = async (event, context) => ({
  event, name: context.functionName, folder: process.cwd(), greeting: process.env.GREETING, handler: process.env._HANDLER,
  environment: process.env.AWS_EXECUTION_ENV ?? null,
});
exports.other = async () => "other";
`;

function dockerfile(greeting: string): string {
  const lines = ["FROM pilotlight-test/nodejs:24", `ENV GREETING=${greeting}`, "COPY index.js ${LAMBDA_TASK_ROOT}/"];
  return [...lines, 'CMD ["index.handler"]', ""].join("\n");
}

describe("image functions on stand-in images", { skip: lacking("container engine") }, () => {
  const scope = suiteScope();
  const id = randomUUID().slice(0, 8);
  const existing = `pilotlight-test/existing:${id}`;
  let project: RunningProject;
  before(async () => {
    const context = newFolder(scope);
    writeProject(context, { functions: {}, files: { "index.js": source, Dockerfile: dockerfile("existing") } });
    await docker(["build", "--quiet", "--tag", existing, context]);
    scope.after(() => docker(["image", "rm", existing]));
    const built = { Dockerfile: "Dockerfile", DockerContext: "image", DockerTag: id };
    project = await startProject(
      scope,
      {
        defaults: { PackageType: "Image", MemorySize: 192, Timeout: 30 },
        files: { "image/index.js": source, "image/Dockerfile": dockerfile("built") },
        functions: {
          Built: { Metadata: built },
          Configured: { Metadata: built, ImageConfig: { Command: ["index.other"] } },
          Existing: { ImageUri: existing },
          Custom: {
            ImageUri: existing,
            ImageConfig: {
              EntryPoint: ["/var/lang/bin/node", "-e"],
              Command: ["console.log('own entry point in', process.cwd()); process.exit(3)"],
              WorkingDirectory: "/tmp",
            },
          },
        },
      },
      engineArguments("container"),
    );
  });

  test("run the image that their Dockerfile makes", async () => {
    const { payload, log, functionError } = await project.invoke("Built", { a: 1 });
    assert.equal(functionError, undefined, log);
    assert.deepEqual(payload, {
      event: { a: 1 },
      name: "Built",
      folder: "/var/task",
      greeting: "built",
      handler: "index.handler",
      environment: "AWS_Lambda_nodejs24.x",
    });
    assert.ok((reportLine(log).initMs ?? 0) > 0);
    assert.equal(reportLine((await project.invoke("Built")).log).initMs, undefined);
  });

  test("run the command of their ImageConfig instead of the image's", async () => {
    assert.equal((await project.invoke("Configured")).payload, "other");
  });

  test("run an image that is there already", async () => {
    const { payload } = await project.invoke("Existing", {});
    assert.equal((payload as { greeting: string }).greeting, "existing");
  });

  test("start with the entry point and the folder of their ImageConfig", async () => {
    const { payload } = await project.invoke("Custom");
    await project.logged("Custom", "own entry point in /tmp");
    assert.equal((payload as { errorType: string }).errorType, "Runtime.ExitError");
    assert.match((payload as { errorMessage: string }).errorMessage, /Runtime exited with error: exit status 3$/);
  });

  test("are refused by name when their image is nowhere to be had", async () => {
    const missing = await startProject(
      scope,
      { functions: { Missing: { PackageType: "Image", ImageUri: `pilotlight-test/missing:${id}` } } },
      engineArguments("container"),
    );
    await assert.rejects(missing.invoke("Missing"), (error: Error) => {
      assert.match(error.message, new RegExp(`pilotlight-test/missing:${id}`));
      return true;
    });
  });
});
