import assert from "node:assert/strict";
import test from "node:test";
import { localPaths, processVariables, type ProcessPlaces } from "./process-variables.ts";

const places: ProcessPlaces = {
  codeFolder: "/code",
  layerFolder: "/layers",
  bootstrapFolder: "/bootstrap",
  tmpFolder: "/tmp/env1",
  runtimeApiPort: 4000,
  interpreterFolder: "/node/bin",
};
const linux = { platform: "linux" as const, env: { PATH: "/usr/bin:/bin", HOME: "/home/ann" } };

test("lets nothing of the machine's own through but what programs need", () => {
  const env = { ...linux.env, AWS_PROFILE: "prod", AWS_SECRET_ACCESS_KEY: "secret", GITHUB_TOKEN: "secret" };
  const variables = processVariables({}, "nodejs22.x", places, { ...linux, env });
  assert.deepEqual(Object.keys(variables).toSorted(), [
    "AWS_LAMBDA_RUNTIME_API",
    "HOME",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "LD_LIBRARY_PATH",
    "NODE_PATH",
    "PATH",
    "TEMP",
    "TMP",
    "TMPDIR",
  ]);
});

test("names the code, the Runtime API and the environment's own temporary folder", () => {
  const variables = processVariables({ STAGE: "dev", LAMBDA_TASK_ROOT: "/var/task" }, "nodejs22.x", places, linux);
  assert.equal(variables["STAGE"], "dev");
  assert.equal(variables["LAMBDA_TASK_ROOT"], "/code");
  assert.equal(variables["AWS_LAMBDA_RUNTIME_API"], "127.0.0.1:4000");
  assert.equal(variables["TMPDIR"], "/tmp/env1");
});

test("puts a layer's programs before the machine's and after the interpreter", () => {
  const variables = processVariables({}, "nodejs22.x", places, linux);
  assert.equal(variables["PATH"], "/node/bin:/layers/bin:/usr/bin:/bin");
});

test("looks for modules in the layer's folders for the function's runtime, then in the code", () => {
  const node = processVariables({}, "nodejs22.x", places, linux);
  assert.equal(node["NODE_PATH"], "/layers/nodejs/node22/node_modules:/layers/nodejs/node_modules:/code");
  const python = processVariables({}, "python3.12", places, linux);
  assert.equal(python["PYTHONPATH"], "/layers/python/lib/python3.12/site-packages:/layers/python");
  assert.equal(python["NODE_PATH"], undefined);
});

test("puts a function's own search paths first", () => {
  const own = { PATH: "/opt/tools:/var/task/bin", PYTHONPATH: "/var/task/vendored" };
  const variables = processVariables(own, "python3.12", { ...places, layerFolder: undefined }, linux);
  assert.equal(variables["PATH"], "/opt/tools:/code/bin:/node/bin:/usr/bin:/bin");
  assert.equal(variables["PYTHONPATH"], "/code/vendored");
});

test("keeps no search path that would be empty", () => {
  const variables = processVariables({}, "python3.12", { ...places, layerFolder: undefined }, linux);
  assert.equal("PYTHONPATH" in variables, false);
});

test("uses Windows' separators and variables there", () => {
  const env = { Path: "C:\\Windows", SystemRoot: "C:\\Windows", APPDATA: "C:\\Users\\ann" };
  const there = { ...places, codeFolder: "C:\\code", layerFolder: undefined, interpreterFolder: "C:\\node" };
  const variables = processVariables({ TZ: ":UTC" }, "nodejs22.x", there, { platform: "win32", env });
  assert.equal(variables["PATH"], "C:\\node;C:\\Windows");
  assert.equal(variables["SystemRoot"], "C:\\Windows");
  assert.equal(variables["TZ"], "UTC");
  assert.equal("APPDATA" in variables, false);
  assert.equal("LD_LIBRARY_PATH" in variables, false);
});

for (const [text, local] of [
  ["/opt", "/layers"],
  ["/opt/wrapper", "/layers/wrapper"],
  [
    "--require /opt/nodejs/hook.js --import=/var/task/hook.mjs",
    "--require /layers/nodejs/hook.js --import=/code/hook.mjs",
  ],
  ["/usr/opt/x:/optional:/var/tasks", "/usr/opt/x:/optional:/var/tasks"],
] as const) {
  test(`makes ${text} local`, () => assert.equal(localPaths(text, "/code", "/layers"), local));
}
