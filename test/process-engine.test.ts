import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Failure } from "../runner/model/failure.ts";
import { processEngine, runFunction, zipFunction } from "./process-engine/running-function.ts";

const signal = new AbortController().signal;
const bootstrapScript = `#!/bin/sh
exec "$NODE" -e '
const http = require("http");
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
http.get({ host, port, path: "/2018-06-01/runtime/invocation/next" }, (next) => {
  const id = next.headers["lambda-runtime-aws-request-id"];
  next.pipe(http.request({ host, port, method: "POST", path: "/2018-06-01/runtime/invocation/" + id + "/response" }));
});'
`;

test("runs the bootstrap of a custom runtime", async (t) => {
  const fn = await runFunction(t, {
    runtime: "provided.al2023",
    files: { bootstrap: bootstrapScript },
    variables: { NODE: process.execPath },
  });
  assert.deepEqual(await fn.call({ a: 1 }), { a: 1 });
  assert.equal(fn.sandbox.runtimeDescription, "provided.al2023");
});

test("runs the bootstrap of a layer when the code has none", async (t) => {
  const layer = { bootstrap: bootstrapScript };
  const fn = await runFunction(t, {
    runtime: "provided.al2023",
    files: {},
    layer,
    variables: { NODE: process.execPath },
  });
  assert.deepEqual(await fn.call([1]), [1]);
});

test("says as AWS does that a custom runtime has no bootstrap", async (t) => {
  const fn = await runFunction(t, { runtime: "provided.al2023", files: {} });
  assert.deepEqual(await fn.sandbox.exited, {
    kind: "invalid-entrypoint",
    message: "fork/exec /var/task/bootstrap: no such file or directory",
  });
});

test("starts the runtime through the function's wrapper", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs24.x",
    files: { "index.js": "exports.handler = async () => [process.env.WRAPPED, process.argv.length];" },
    layer: { wrapper: '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n' },
    variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" },
  });
  assert.deepEqual(await fn.call({}), ["yes", 2]);
});

test("ends with 127 when the wrapper is missing and with 126 when it is not executable", async (t) => {
  const files = { "index.js": "exports.handler = async () => 1;", wrapper: "#!/bin/sh\n" };
  const missing = await runFunction(t, {
    runtime: "nodejs24.x",
    files,
    variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/none" },
  });
  assert.deepEqual(await missing.sandbox.exited, { kind: "exited", code: 127 });
  assert.equal(await missing.output(), `${path.join(missing.codeFolder, "none")}: does not exist\n`);
  await chmod(path.join(missing.codeFolder, "wrapper"), 0o644);
  const file = path.join(missing.codeFolder, "wrapper");
  const locked = await runFunction(t, { runtime: "nodejs24.x", files, variables: { AWS_LAMBDA_EXEC_WRAPPER: file } });
  assert.deepEqual(await locked.sandbox.exited, { kind: "exited", code: 126 });
});

test("kills what the function has started along with it", { timeout: 20_000 }, async (t) => {
  const files = {
    "index.js": `const { spawn } = require("child_process");
      exports.handler = async () => ["grouped", "detached"].map((kind) =>
        spawn("sleep", ["1000"], { detached: kind === "detached", stdio: "inherit" }).pid);`,
  };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files });
  const pids = (await fn.call({})) as number[];
  assert.deepEqual(pids.map(isRunning), [true, true]);
  await fn.sandbox.stop();
  assert.deepEqual(await fn.sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
  await Promise.all(pids.map(ended));
  await fn.sandbox.stop();
});

test("kills what the function has started when it ends by itself", { timeout: 20_000 }, async (t) => {
  const files = {
    "index.js": `const { spawn } = require("child_process");
      exports.handler = async () => { console.log(spawn("sleep", ["1000"], { stdio: "inherit" }).pid); process.exit(3); };`,
  };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files });
  void fn.api.invoke({});
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 3 });
  const pid = Number(/INFO\t(\d+)/.exec(await fn.output())?.[1]);
  assert.ok(pid > 0);
  await ended(pid);
});

test("keeps the temporary folder for the next sandbox of an environment and removes it with the environment", async (t) => {
  const root = await ownFolder(t);
  const engine = processEngine(root);
  t.after(() => engine.dispose());
  const files = {
    "index.js": `const fs = require("fs"), os = require("os"), path = require("path");
      const file = path.join(os.tmpdir(), "count");
      exports.handler = async () => {
        const count = fs.existsSync(file) ? Number(fs.readFileSync(file)) + 1 : 1;
        fs.writeFileSync(file, String(count));
        return count;
      };`,
  };
  const setup = { runtime: "nodejs24.x", files, engine, environmentId: "first" };
  const first = await runFunction(t, setup);
  assert.equal(await first.call({}), 1);
  await first.sandbox.stop();
  assert.equal(await (await runFunction(t, setup)).call({}), 2);
  assert.equal(await (await runFunction(t, { ...setup, environmentId: "second" })).call({}), 1);
  await engine.releaseEnvironment("first");
  assert.deepEqual(readdirSync(root), ["second"]);
  await engine.dispose();
  assert.equal(existsSync(path.join(root, "second")), false);
});

test("keeps the machine's own credentials and secrets from the function", async (t) => {
  const root = await ownFolder(t);
  const engine = processEngine(root, {
    ...process.env,
    AWS_PROFILE: "prod",
    AWS_SECRET_ACCESS_KEY: "real",
    NPM_TOKEN: "real",
  });
  t.after(() => engine.dispose());
  const files = {
    "index.js":
      "exports.handler = async () => [process.env.AWS_PROFILE, process.env.AWS_SECRET_ACCESS_KEY, process.env.NPM_TOKEN, process.env.STAGE];",
  };
  const variables = { AWS_SECRET_ACCESS_KEY: "test", STAGE: "dev" };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files, engine, variables });
  assert.deepEqual(await fn.call({}), [null, "test", null, "dev"]);
});

test("runs in the code folder, with AWS's limit on open files", { skip: process.platform === "win32" }, async (t) => {
  const files = {
    "index.js":
      "exports.handler = async () => [process.cwd(), require('child_process').execSync('ulimit -n').toString().trim()];",
  };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files });
  assert.deepEqual(await fn.call({}), [fn.codeFolder, "1024"]);
});

test(
  "hands over both kinds of output in the order they were written",
  { skip: process.platform === "win32" },
  async (t) => {
    const files = {
      "index.js": `exports.handler = async () => {
      for (let i = 0; i < 200; i++) process[i % 2 ? "stderr" : "stdout"].write(i + "\\n");
      process.stdout.write("x".repeat(300000));
    };`,
    };
    const fn = await runFunction(t, { runtime: "nodejs24.x", files });
    await fn.call({});
    const expected = Array.from({ length: 200 }, (_, index) => `${index}\n`).join("") + "x".repeat(300_000);
    assert.equal(await fn.output(), expected);
  },
);

test(
  "measures memory and CPU time of the function and its children",
  { skip: process.platform === "win32" },
  async (t) => {
    const files = {
      "index.js": `const { spawn } = require("child_process");
      const burn = (ms) => { for (const end = Date.now() + ms; Date.now() < end;); };
      exports.handler = async (event) => {
        if (event.child) spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"]).stdout.once("data", () => {});
        if (event.burnMs) burn(event.burnMs);
        if (event.mb) global.kept = Buffer.alloc(event.mb * 1024 * 1024, 1);
        if (event.child) await new Promise((resolve) => setTimeout(resolve, 200));
        return 1;
      };`,
    };
    const fn = await runFunction(t, { runtime: "nodejs24.x", files });
    await fn.call({});
    const idle = await fn.sandbox.usage();
    assert.ok(idle.memoryMb > 10 && idle.peakMemoryMb >= idle.memoryMb && idle.cpuMs > 0);
    await fn.call({ burnMs: 100, mb: 64 });
    const busy = await fn.sandbox.usage();
    assert.ok(busy.cpuMs > idle.cpuMs);
    assert.ok(busy.memoryMb > idle.memoryMb + 60);
    await fn.call({ child: true });
    const withChild = await fn.sandbox.usage();
    assert.ok(withChild.memoryMb > busy.memoryMb + 10);
    await fn.sandbox.stop();
    assert.deepEqual(await fn.sandbox.usage(), withChild);
  },
);

test("names the interpreter that runs", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs24.x",
    files: { "index.js": "exports.handler = async () => process.versions.node;" },
  });
  assert.equal(fn.sandbox.runtimeDescription, `Node.js ${String(await fn.call({}))}`);
});

test("notes that another version of the interpreter runs the function", async (t) => {
  const engine = processEngine(await ownFolder(t));
  t.after(() => engine.dispose());
  const problems = await engine.prepare(zipFunction({ runtime: "nodejs99.x" }), () => {}, signal);
  assert.deepEqual(
    problems.map(({ code, severity, logicalId }) => ({ code, severity, logicalId })),
    [{ code: "interpreter-version-differs", severity: "info", logicalId: "Hello" }],
  );
  assert.match(
    problems[0]?.message ?? "",
    /^hello is for Node\.js 99 \(nodejs99\.x\) and runs on Node\.js \d+\.\d+\.\d+ \(.*\) here\.$/,
  );
});

test("says where it looked when there is no interpreter", async (t) => {
  const empty = await ownFolder(t);
  const nothing = {
    PATH: empty,
    PYENV_ROOT: empty,
    UV_PYTHON_INSTALL_DIR: empty,
    ASDF_DATA_DIR: empty,
    MISE_DATA_DIR: empty,
    LOCALAPPDATA: empty,
  };
  const engine = processEngine(empty, nothing);
  t.after(() => engine.dispose());
  await assert.rejects(
    engine.prepare(zipFunction({ runtime: "python3.12" }), () => {}, signal),
    (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "interpreter-missing");
      assert.match(error.message, /Looked at PATH .*pyenv.* Install Python 3\.12, or use the container engine\.$/);
      return true;
    },
  );
});

for (const fn of [zipFunction({ runtime: "java21" }), zipFunction({ packageType: "Image", runtime: undefined })]) {
  test(`sends ${fn.runtime ?? "an image function"} to the container engine`, async (t) => {
    const engine = processEngine(await ownFolder(t));
    t.after(() => engine.dispose());
    await assert.rejects(
      engine.prepare(fn, () => {}, signal),
      { code: "engine-unavailable", message: /needs the container engine/ },
    );
  });
}

test("says that the code folder is not there", async (t) => {
  const engine = processEngine(await ownFolder(t));
  t.after(() => engine.dispose());
  const request = {
    environmentId: "e",
    fn: zipFunction({}),
    codeFolder: "/nowhere",
    layerFolder: undefined,
    runtimeApiPort: 1,
    variables: {},
    isSpare: false,
  };
  await assert.rejects(engine.start(request, signal), { code: "code-missing", message: /\/nowhere/ });
});

test("stops every function when it is disposed of", async (t) => {
  const root = await ownFolder(t);
  const engine = processEngine(root);
  const fn = await runFunction(t, {
    runtime: "nodejs24.x",
    files: { "index.js": "exports.handler = async () => process.pid;" },
    engine,
  });
  const pid = Number(await fn.call({}));
  await engine.dispose();
  assert.equal(isRunning(pid), false);
});

/** A folder of the test's own: an engine may remove what it is given for temporary files. */
async function ownFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "pilotlight-tmp-root-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves when a process that was sent a signal has ended: nobody tells, so it is asked over and over. */
async function ended(pid: number): Promise<void> {
  while (isRunning(pid)) await setImmediate();
}

/** A process that was killed but not yet waited for by its new parent does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, "utf8"));
}
