import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { childConfiguration, environmentName, type ChildOptions } from "./child-configuration.ts";

const inContainer: DebuggerEvent = {
  event: "debugger",
  functionName: "OrderMailer",
  environmentId: "e1a2b3c4d5e6f708",
  build: "3fa9c1d2",
  language: "node",
  host: "127.0.0.1",
  port: 40_123,
  remoteRoot: "/var/task",
  localRoot: "/state/builds/OrderMailer",
  sourceMaps: true,
};
const plain: ChildOptions = {
  workspace: "/my work",
  skipFiles: undefined,
  justMyCode: true,
  stopOnEntry: false,
  go: {},
  java: {},
  native: {},
  node: {},
  python: {},
  ruby: {},
};
const configurationOf = (
  environment: Partial<DebuggerEvent>,
  options: Partial<ChildOptions> = {},
  sources?: Readonly<Record<string, string>>,
) => childConfiguration({ ...inContainer, ...environment }, { ...plain, ...options }, "/dist", sources);

describe("The configuration for an environment", () => {
  test("attaches js-debug to Node.js, with paths from the container to here", () => {
    assert.deepEqual(configurationOf({}, {}, { "file:///my%20work": "/my work" }), {
      type: "pwa-node",
      request: "attach",
      name: "OrderMailer e1a2b3c4",
      address: "127.0.0.1",
      port: 40_123,
      localRoot: "/state/builds/OrderMailer",
      remoteRoot: "/var/task",
      sourceMapPathOverrides: { "file:///my%20work": "/my work", "file:///*": "/*" },
      sourceMaps: true,
      pauseForSourceMap: false,
      resolveSourceMapLocations: null,
      outFiles: ["/state/builds/OrderMailer/**/*.{js,cjs,mjs}", "!**/node_modules/**"],
      skipFiles: [
        "<node_internals>/**",
        "/var/runtime/**",
        "/pilotlight/**",
        "/dist/bootstrap/**",
        "/dist/gate/**",
        "**/node_modules/**",
      ],
      restart: false,
      continueOnAttach: true,
      autoAttachChildProcesses: false,
    });
  });

  test("leaves paths alone where code runs where it was built", () => {
    const { localRoot, remoteRoot, sourceMapPathOverrides } = configurationOf({ remoteRoot: inContainer.localRoot });
    assert.deepEqual([localRoot, remoteRoot, sourceMapPathOverrides], [undefined, undefined, undefined]);
  });

  test("finds sources on drives of Windows", () => {
    const sources = { "file:///D:/my%20work": "D:\\my work" };
    assert.deepEqual(configurationOf({}, { workspace: "D:\\my work" }, sources)["sourceMapPathOverrides"], {
      "file:///D:/my%20work": "D:/my work",
      "file:///([a-z]):/(.+)": "$1:/$2",
    });
  });

  test("connects straight to debugpy for Python", () => {
    assert.deepEqual(configurationOf({ language: "python", localRoot: "/work/src" }), {
      type: "lambda-dap",
      request: "attach",
      name: "OrderMailer e1a2b3c4",
      server: { host: "127.0.0.1", port: 40_123 },
      pathMappings: [{ localRoot: "/work/src", remoteRoot: "/var/task" }],
      justMyCode: true,
      redirectOutput: false,
      showReturnValue: true,
      subProcess: false,
    });
  });

  test("attaches to the program that Delve runs, whose paths are this machine's", () => {
    assert.deepEqual(configurationOf({ language: "go" }, { go: { showGlobalVariables: true } }), {
      type: "lambda-dap",
      request: "attach",
      name: "OrderMailer e1a2b3c4",
      server: { host: "127.0.0.1", port: 40_123 },
      mode: "remote",
      stopOnEntry: false,
      hideSystemGoroutines: true,
      showGlobalVariables: true,
    });
  });

  test("has the Java extensions attach to Java", () => {
    assert.deepEqual(configurationOf({ language: "java" }, { justMyCode: false, java: { projectName: "mine" } }), {
      type: "java",
      request: "attach",
      name: "OrderMailer e1a2b3c4",
      hostName: "127.0.0.1",
      port: 40_123,
      stepFilters: { skipClasses: ["com.amazonaws.services.lambda.runtime.api.*", "lambdainternal.*"] },
      projectName: "mine",
    });
    const { stepFilters } = configurationOf({ language: "java" });
    assert.deepEqual((stepFilters as { skipClasses: string[] }).skipClasses.slice(0, 2), ["$JDK", "$Libraries"]);
  });

  test("has LLDB attach to the program that gdbserver holds, with the symbols of the one on this machine", () => {
    const changes = { language: "native", target: "127.0.0.1:40124" } as const;
    assert.deepEqual(configurationOf(changes, { native: { initCommands: ["settings show"] } }), {
      type: "lambda-dap",
      request: "attach",
      name: "OrderMailer e1a2b3c4",
      server: { host: "127.0.0.1", port: 40_123 },
      program: "/state/builds/OrderMailer/bootstrap",
      "gdb-remote-hostname": "127.0.0.1",
      "gdb-remote-port": 40_124,
      stopOnEntry: false,
      initCommands: ["settings show"],
    });
  });

  test("connects straight to Ruby's debugger", () => {
    assert.deepEqual(configurationOf({ language: "ruby" }, { stopOnEntry: true, ruby: { justMyCode: false } }), {
      type: "lambda-dap",
      request: "attach",
      name: "OrderMailer e1a2b3c4",
      server: { host: "127.0.0.1", port: 40_123 },
      pathMappings: [{ localRoot: "/state/builds/OrderMailer", remoteRoot: "/var/task" }],
      justMyCode: false,
      stopOnEntry: true,
    });
  });

  test("steps into packages when it is not about one's own code alone", () => {
    const { skipFiles } = configurationOf({}, { justMyCode: false });
    assert.deepEqual(skipFiles, [
      "<node_internals>/**",
      "/var/runtime/**",
      "/pilotlight/**",
      "/dist/bootstrap/**",
      "/dist/gate/**",
    ]);
    assert.equal(configurationOf({ language: "python" }, { justMyCode: false })["justMyCode"], false);
  });

  test("has Python's debugger told to stop on entry", () => {
    assert.equal(configurationOf({ language: "python" }, { stopOnEntry: true })["stopOnEntry"], true);
  });

  test("passes over what the person says instead of the usual", () => {
    assert.deepEqual(configurationOf({}, { skipFiles: ["**/vendor/**"] })["skipFiles"], ["**/vendor/**"]);
  });

  test("has globs with slashes for paths of Windows", () => {
    const { outFiles } = configurationOf({ localRoot: "C:\\state\\builds" });
    assert.deepEqual(outFiles, ["C:/state/builds/**/*.{js,cjs,mjs}", "!**/node_modules/**"]);
  });

  test("hands on what is meant for the language's debugger, and that alone", () => {
    const options = { node: { trace: true, restart: true }, python: { justMyCode: false } };
    const { trace, restart, justMyCode } = configurationOf({}, options);
    assert.deepEqual([trace, restart, justMyCode], [true, true, undefined]);
    assert.equal(configurationOf({ language: "python" }, options)["justMyCode"], false);
  });
});

test("An environment's name is short, whatever its id", () => {
  assert.equal(environmentName({ functionName: "A", environmentId: "b" }), "A b");
});
