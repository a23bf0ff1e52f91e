import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { engineArguments, type EngineKind } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { fixture } from "./harness/project.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

/** What must not reach a function unless somebody asked for it. */
const hostVariables = {
  AWS_ACCESS_KEY_ID: "AKIAHOST",
  AWS_SECRET_ACCESS_KEY: "host-secret",
  AWS_SESSION_TOKEN: "host-token",
  AWS_PROFILE: "host-profile",
  AWS_REGION: "eu-central-1",
  HOST_ONLY: "1",
};

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly userId: number | null;
  readonly temporaryFolder: string;
  readonly visits: number;
  readonly writingCode: string;
  readonly writingOpt: string;
  readonly layer: unknown;
}

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container of a stand-in image";
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`a function in ${where}`, { skip }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    let node: Surroundings;
    let python: Surroundings;
    before(async () => {
      project = await startProgram(scope, engine);
      node = (await project.invoke("Node")).payload as Surroundings;
      python = (await project.invoke("Python")).payload as Surroundings;
    });
    const taskRoot = (code: string) => (engine === "container" ? "/var/task" : join(project.folder, code));

    test("has the variables that Lambda defines", () => {
      for (const [name, surroundings, runtime, handler, code] of [
        ["Node", node, "nodejs24.x", "index.handler", "node"],
        ["Python", python, "python3.11", "probe.handler", "python"],
      ] as const) {
        const { environment } = surroundings;
        const expected = {
          _HANDLER: handler,
          AWS_REGION: "eu-central-1",
          AWS_DEFAULT_REGION: "eu-central-1",
          AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
          AWS_LAMBDA_FUNCTION_NAME: name,
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "192",
          AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
          AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
          AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
          AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
          LAMBDA_TASK_ROOT: taskRoot(code),
          LANG: "en_US.UTF-8",
          TZ: ":UTC",
          GREETING: "hello",
        };
        const actual = Object.fromEntries(Object.keys(expected).map((key) => [key, environment[key]]));
        assert.deepEqual(actual, expected);
        assert.match(environment["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "", /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
        assert.match(environment["AWS_LAMBDA_RUNTIME_API"] ?? "", /^[^/]+:\d+$/);
        assert.match(
          environment["_X_AMZN_TRACE_ID"] ?? "",
          /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
        );
        assert.equal(environment["LAMBDA_RUNTIME_DIR"] === undefined, false);
      }
    });

    test("has made-up credentials, and nothing else of the person's own", () => {
      for (const { environment } of [node, python]) {
        assert.equal(environment["AWS_ACCESS_KEY_ID"], "test");
        assert.equal(environment["AWS_SECRET_ACCESS_KEY"], "test");
        assert.equal(environment["AWS_SESSION_TOKEN"], "test");
        assert.equal(environment["AWS_PROFILE"], undefined);
        assert.equal(environment["HOST_ONLY"], undefined);
      }
    });

    test("runs in the folder of its code", () => {
      assert.equal(node.folder, taskRoot("node"));
      assert.equal(python.folder, taskRoot("python"));
    });

    test("finds what its layers hold, the later one first", () => {
      assert.deepEqual(node.layer, { greeting: "from the second layer" });
      assert.equal(python.layer, "from the first layer");
    });

    test("finds its files in the temporary folder again, which nobody else has", async () => {
      assert.equal(node.visits, 1);
      assert.equal(((await project.invoke("Node")).payload as Surroundings).visits, 2);
      assert.equal(python.visits, 1);
    });

    test("of an OS-only runtime has a handler, and no name of an execution environment", async () => {
      const command = "echo $_HANDLER $AWS_LAMBDA_FUNCTION_NAME ${AWS_EXECUTION_ENV:-none}";
      assert.equal((await project.invoke("Shell", command)).payload, "any.thing Shell none ");
    });

    test("logs in JSON when it is told to, and so does the platform", async () => {
      for (const name of ["JsonNode", "JsonPython"]) {
        const { log, requestId } = await project.invoke(name);
        const own = parse(String((await project.logged(name, '"hello"'))["text"]));
        assert.equal(own["message"], "hello");
        assert.equal(own["level"], "INFO");
        assert.equal(own["requestId"], requestId);

        const lines = log.trim().split("\n").map(parse);
        const types = lines.flatMap(({ type }) => (type === undefined ? [] : [type]));
        assert.deepEqual(types, ["platform.initStart", "platform.start", "platform.report"]);
        const record = lines.at(-1)?.["record"] as {
          requestId: string;
          status: string;
          metrics: Record<string, number>;
        };
        assert.equal(record.requestId, requestId);
        assert.equal(record.status, "success");
        assert.equal(record.metrics["memorySizeMB"], 192);
        assert.ok((record.metrics["initDurationMs"] ?? 0) > 0, log);
      }
    });

    if (engine === "container") {
      test("may not write to its code or to layers, and is not root", () => {
        assert.equal(node.writingCode, "EROFS");
        assert.match(node.writingOpt, /^(EROFS|EACCES)$/);
        assert.ok(node.userId !== null && node.userId !== 0, `${node.userId}`);
        assert.equal(node.temporaryFolder, "/tmp");
      });
    }
  });
}

function startProgram(scope: { after(dispose: () => unknown): void }, engine: EngineKind): Promise<RunningProject> {
  const logging = { LoggingConfig: { LogFormat: "JSON" } };
  return startProject(
    scope,
    {
      defaults: {
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        MemorySize: 192,
        Timeout: 30,
        Environment: { Variables: { GREETING: "hello" } },
      },
      copies: { node: fixture("node-probe"), python: fixture("python-probe"), shell: fixture("shell-probe") },
      files: {
        "first/nodejs/node_modules/greeting/index.js": "exports.greeting = 'from the first layer';",
        "first/python/greeting.py": "greeting = 'from the first layer'\n",
        "second/nodejs/node_modules/greeting/index.js": "exports.greeting = 'from the second layer';",
      },
      layers: { First: "first", Second: "second" },
      functions: {
        Node: { CodeUri: "node", Layers: [{ Ref: "First" }, { Ref: "Second" }] },
        Python: {
          CodeUri: "python",
          Runtime: "python3.11",
          Handler: "probe.handler",
          Layers: [{ Ref: "First" }, { Ref: "Second" }],
        },
        Shell: { CodeUri: "shell", Runtime: "provided.al2023", Handler: "any.thing" },
        JsonNode: { InlineCode: "exports.handler = async () => console.log('hello');", ...logging },
        JsonPython: {
          Runtime: "python3.11",
          InlineCode: "import logging\ndef handler(event, context):\n    logging.getLogger().info('hello')\n",
          ...logging,
        },
      },
    },
    // What the probes try to write into their code is not to be taken for a save.
    [...engineArguments(engine), "--no-watch"],
    hostVariables,
  );
}

function parse(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}
