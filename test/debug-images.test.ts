import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, before, test } from "node:test";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const node = `const boot = 1;
exports.handler = async ({ name }) => {
  return name + boot;
};
`;

const python = `boot = 1

def handler(event, context):
    return event["name"] + str(boot)
`;

const ruby = `BOOT = 1

def handler(event:, **)
  event["name"] + BOOT.to_s
end
`;

function dockerfile(base: string, source: string): string {
  return `FROM ${base}\nCOPY ${source} \${LAMBDA_TASK_ROOT}/\nCMD ["app.handler"]\n`;
}

describe("Debugging image functions", { skip: lacking("container engine") }, () => {
  const scope = suiteScope();
  let running: RunningProject;
  before(async () => {
    running = await startProject(
      scope,
      {
        defaults: { PackageType: "Image", MemorySize: 256, Timeout: 2 },
        files: {
          "node/src/app.js": node,
          "node/Dockerfile": dockerfile("pilotlight-test/nodejs:24", "src/"),
          "python/app.py": python,
          "python/Dockerfile": dockerfile("pilotlight-test/python:3.11", "app.py"),
          "ruby/app.rb": ruby,
          "ruby/Dockerfile": dockerfile("pilotlight-test/ruby:3.1", "app.rb"),
          "shell/Dockerfile": dockerfile("pilotlight-test/provided:al2023", "Dockerfile"),
        },
        functions: {
          Node: { Metadata: { Dockerfile: "Dockerfile", DockerContext: "node" } },
          Python: { Metadata: { Dockerfile: "Dockerfile", DockerContext: "python" } },
          Ruby: { Metadata: { Dockerfile: "Dockerfile", DockerContext: "ruby" } },
          Shell: { Metadata: { Dockerfile: "Dockerfile", DockerContext: "shell" } },
        },
      },
      engineArguments("container"),
      { XDG_CACHE_HOME: cacheRoot },
    );
  });

  test("stops Node.js in init code and in the handler, in the sources that the image was made from", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "Node");
    const waiting = await debugged.nextWaiting();
    assert.equal(waiting.localRoot, join(running.folder, "node/src"));
    const answer = running.invoke("Node", { name: "n" });
    const client = await InspectorClient.attach(innerScope(t), waiting);
    await client.setBreakpoint("/var/task/app\\.js$", 0);
    await client.setBreakpoint("/var/task/app\\.js$", 2);
    await client.letGo();
    const inInit = await client.nextPause();
    assert.equal(inInit.callFrames[0]?.location.lineNumber, 0);
    await client.resume();
    const inHandler = await client.nextPause();
    assert.equal(await client.evaluate(inHandler, "name"), "n");
    await client.resume();
    assert.equal((await answer).payload, "n1");
  });

  test("stops Python in init code and in the handler", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "Python");
    const waiting = await debugged.nextWaiting();
    const source = join(running.folder, "python/app.py");
    const answer = running.invoke("Python", { name: "p" });
    const client = await DapClient.attach(innerScope(t), waiting, source, [1, 4]);
    const inInit = await client.nextStop();
    assert.deepEqual([inInit.path, inInit.line], [source, 1]);
    await client.resume(inInit);
    const inHandler = await client.nextStop();
    assert.equal(await client.evaluate(inHandler, "event['name']"), "'p'");
    await client.resume(inHandler);
    assert.equal((await answer).payload, "p1");
  });

  test("stops Ruby in init code and in the handler", { skip: lacking("ruby image") }, async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "Ruby");
    const waiting = await debugged.nextWaiting();
    const source = join(running.folder, "ruby/app.rb");
    const answer = running.invoke("Ruby", { name: "r" });
    const client = await DapClient.attach(innerScope(t), waiting, source, [1, 4]);
    const inInit = await client.nextStop();
    assert.deepEqual([inInit.path, inInit.line], [source, 1]);
    await client.resume(inInit);
    const inHandler = await client.nextStop();
    assert.equal(await client.evaluate(inHandler, "event['name']"), '"r"');
    await client.resume(inHandler);
    assert.equal((await answer).payload, "r1");
  });

  test("says of another image why it can't be debugged", async (t) => {
    await assert.rejects(
      DebuggedFunction.start(innerScope(t), running, "Shell"),
      /Shell is a container image, and its base/,
    );
  });
});
