import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test, type TestContext } from "node:test";
import type { ContainerEngineOptions } from "../runner/engine/container/container-engine.ts";
import type { Engine } from "../runner/engine/engine.ts";
import { containersWith, createEngine, engineForTests, gateFolder, readableFolder } from "./container-fixture.ts";
import { lacking } from "./harness/parts.ts";
import { fixture } from "./harness/project.ts";
import { standInImageMap } from "./images/build-images.ts";
import { docker } from "./shell-image.ts";
import { answersOf, spareAtGate, startFunction, zipFunction, type FunctionSetup } from "./spares/sandboxed-function.ts";

const tested = lacking("container engine") === false ? await engineForTests() : undefined;
after(() => tested?.stop());

const hello = (answer: string): string =>
  `console.log('user code'); exports.handler = async () => ${JSON.stringify(answer)};`;

describe("a spare container", { skip: tested === undefined }, () => {
  const found = tested?.found;
  if (found === undefined) return;
  const engineWith = (t: TestContext, options: Partial<ContainerEngineOptions> = {}): Promise<Engine> =>
    createEngine(t, found, { images: standInImageMap(), ...options });

  for (const codeTransfer of ["mount", "copy"] as const) {
    test(`runs the code that its folder holds at the release, by ${codeTransfer}`, async (t) => {
      const layer = { "nodejs/node_modules/layered/index.js": "module.exports = 'layered';" };
      const engine = await engineWith(t, { codeTransfer });
      const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", layer });
      await spare.fill({
        "index.js": "exports.handler = async () => [require('layered'), require('./lib/own')];",
        "lib/own.js": "module.exports = 'own';",
      });
      await Promise.all([spare.sandbox.release(), spare.sandbox.release()]);
      assert.deepEqual(await spare.call({}), ["layered", "own"]);
      await spare.sandbox.release();
    });
  }

  const traces = fixture("spare-traces");
  for (const setup of [
    { runtime: "nodejs24.x", files: traces },
    { runtime: "nodejs22.x", files: traces },
    { runtime: "python3.11", files: traces, handler: "traces.handler" },
  ]) {
    test(`of ${setup.runtime} runs nothing of the function before its release, and leaves no trace`, async (t) => {
      const [spare, plain] = await answersOf(t, await engineWith(t), setup);
      assert.deepEqual(spare, plain);
    });
  }

  interface Case {
    readonly title: string;
    readonly setup: FunctionSetup;
    readonly answer: string;
  }
  const cases: readonly Case[] = [
    {
      title: "before a function's own wrapper, which sees itself as it would",
      setup: {
        runtime: "nodejs24.x",
        files: { "index.js": "exports.handler = async () => process.env.HOOKED;" },
        variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" },
        layer: { wrapper: '#!/bin/sh\necho user code\nexport HOOKED="by $AWS_LAMBDA_EXEC_WRAPPER"\nexec "$@"\n' },
      },
      answer: "by /opt/wrapper",
    },
    {
      title: "before what NODE_OPTIONS preloads",
      setup: {
        runtime: "nodejs24.x",
        files: { "index.js": "exports.handler = async () => globalThis.hooked;" },
        variables: { NODE_OPTIONS: "--require /opt/hook.js" },
        layer: { "hook.js": "console.log('user code'); hooked = `by ${process.env.AWS_LAMBDA_EXEC_WRAPPER}`;" },
      },
      answer: "by undefined",
    },
    {
      title: "before what is on PYTHONPATH",
      setup: {
        runtime: "python3.11",
        files: { "index.py": "import builtins\ndef handler(event, context): return builtins.hooked\n" },
        variables: { PYTHONPATH: "/opt/python:/var/runtime" },
        layer: {
          "python/sitecustomize.py": "import builtins\nprint('user code', flush=True)\nbuiltins.hooked = 'by site'\n",
        },
      },
      answer: "by site",
    },
    {
      title: "before an OS-only runtime's bootstrap",
      setup: {
        runtime: "provided.al2023",
        files: {
          bootstrap: `#!/bin/sh
echo user code
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
id="$(curl -sS -D - -o /dev/null "$api/next" | sed -n 's/^[^:]*[Rr]equest-[Ii]d: *//p' | tr -d '\\r')"
curl -sS -o /dev/null --data '"'"by \${PILOTLIGHT_GATE-shell}"'"' "$api/$id/response"
`,
        },
      },
      answer: "by shell",
    },
  ];
  for (const { title, setup, answer } of cases) {
    test(`waits ${title}`, async (t) => {
      const spare = await spareAtGate(t, await engineWith(t), setup);
      assert.equal(spare.output(), "");
      await spare.sandbox.release();
      assert.equal(await spare.call({}), answer);
      assert.match(spare.output(), /user code/);
    });
  }

  test("waits before Ruby", { skip: lacking("ruby image") }, async (t) => {
    const files = {
      "index.rb": "puts 'user code'\ndef handler(event:, context:) = ENV['AWS_LAMBDA_EXEC_WRAPPER'].to_s\n",
    };
    const spare = await spareAtGate(t, await engineWith(t), { runtime: "ruby3.4", files });
    await spare.sandbox.release();
    assert.equal(await spare.call({}), "");
  });

  test("keeps what an entry script writes before the gate, and what both streams write around it", async (t) => {
    const image = "pilotlight-test/talkative:1";
    const context = await readableFolder(t);
    await writeFile(
      join(context, "entry.sh"),
      '#!/bin/sh\nprintf before\nprintf warning >&2\nexec /lambda-entrypoint.sh "$@"\n',
    );
    await chmod(join(context, "entry.sh"), 0o755);
    const from = standInImageMap()["nodejs24.x"] ?? "";
    await writeFile(join(context, "Dockerfile"), `FROM ${from}\nCOPY entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\n`);
    await docker(["build", "--quiet", "--tag", image, context]);
    const engine = await engineWith(t, { images: { "nodejs24.x": image } });
    // Once the engine has removed what runs it.
    t.after(() => docker(["image", "rm", image]));
    const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", files: { "index.js": hello("x") } });
    assert.equal(spare.output().replace("warning", ""), "before");
    await spare.sandbox.release();
    await spare.call({});
    await spare.sandbox.settleOutput("thorough");
    assert.match(spare.output().replace("warning", ""), /^before\d\S+Z\t-\tINFO\tuser code\n$/);
  });

  test("works where the mark of executables was lost on the way to this machine", async (t) => {
    const folder = await readableFolder(t);
    await cp(gateFolder, folder, { recursive: true });
    for (const script of ["wait.sh", "node.sh"]) await chmod(join(folder, script), 0o644);
    const engine = await engineWith(t, { gateFolder: folder });
    const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", files: { "index.js": hello("ran") } });
    await spare.sandbox.release();
    assert.equal(await spare.call({}), "ran");
  });

  test("refuses to run a mounted folder that was removed and made again meanwhile", async (t) => {
    const engine = await engineWith(t, { codeTransfer: "mount" });
    const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", files: { "index.js": hello("old") } });
    await rm(spare.codeFolder, { recursive: true });
    await mkdir(spare.codeFolder);
    await spare.fill({ "index.js": hello("new") });
    await assert.rejects(spare.sandbox.release(), { code: "spare-stale", message: /removed and made again.*Start it/ });
    await spare.sandbox.settleOutput("thorough");
    assert.equal(spare.output(), "");
  });

  test("copies a folder that was removed and made again meanwhile", async (t) => {
    const engine = await engineWith(t, { codeTransfer: "copy" });
    const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", files: { "index.js": hello("old") } });
    await rm(spare.codeFolder, { recursive: true });
    await spare.fill({ "index.js": hello("new") });
    await spare.sandbox.release();
    assert.equal(await spare.call({}), "new");
  });

  for (const codeTransfer of ["mount", "copy"] as const) {
    test(`says that the code is gone, by ${codeTransfer}`, async (t) => {
      const engine = await engineWith(t, { codeTransfer });
      const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x" });
      await rm(spare.codeFolder, { recursive: true });
      await assert.rejects(spare.sandbox.release(), { code: "code-missing", message: /Build the function/ });
    });
  }

  test("goes on at once when it is released before it has arrived", async (t) => {
    const setup = { runtime: "nodejs24.x", files: { "index.js": hello("early") } };
    const spare = await startFunction(t, await engineWith(t), setup, { isSpare: true });
    await spare.sandbox.release();
    assert.equal(await spare.sandbox.atGate, undefined);
    assert.equal(await spare.call({}), "early");
    assert.match(spare.output(), /^\d\S+Z\t-\tINFO\tuser code\n$/);
  });

  test("has no gate where it is none", async (t) => {
    const setup = { runtime: "nodejs24.x", files: { "index.js": hello("plain") } };
    const plain = await startFunction(t, await engineWith(t), setup, { isSpare: false });
    assert.equal(await plain.sandbox.atGate, undefined);
    await plain.sandbox.release();
    assert.equal(await plain.call({}), "plain");
  });

  for (const codeTransfer of ["mount", "copy"] as const) {
    test(`is stopped at its gate and on its way there, and leaves nothing, by ${codeTransfer}`, async (t) => {
      const workspaceId = `spare-${codeTransfer}-${process.pid}`;
      const engine = await engineWith(t, { codeTransfer, workspaceId });
      const setup = { runtime: "nodejs24.x", files: { "index.js": hello("x") } };
      const there = await spareAtGate(t, engine, setup);
      const mounts = await docker(["inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", there.sandbox.id]);
      const volumes = mounts.split(" ").filter((name) => name !== "");
      assert.equal(volumes.length, codeTransfer === "copy" ? 2 : 0);
      const under = await startFunction(t, engine, setup, { isSpare: true });
      await Promise.all([there.sandbox.stop(), under.sandbox.stop()]);
      assert.equal(await under.sandbox.atGate, undefined);
      await there.sandbox.release();
      assert.deepEqual(await containersWith(`pilotlight.workspace=${workspaceId}`), []);
      const left = new Set((await docker(["volume", "ls", "--quiet"])).split("\n"));
      assert.deepEqual(
        volumes.filter((name) => left.has(name)),
        [],
      );
    });
  }

  test("tells its end at the gate, after which a release does nothing", async (t) => {
    const spare = await spareAtGate(t, await engineWith(t, { codeTransfer: "copy" }), { runtime: "python3.11" });
    await docker(["kill", spare.sandbox.id]);
    assert.deepEqual(await spare.sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
    await spare.sandbox.release();
  });

  for (const runtime of ["nodejs24.x", "python3.11", "provided.al2023"]) {
    test(`of ${runtime} ends by itself when the runner is gone`, async (t) => {
      // A relay in front of the engine stands for the runner's connections.
      const path = join(await mkdtemp(join(tmpdir(), "pilotlight-relay-")), "relay.sock");
      t.after(() => rm(join(path, ".."), { recursive: true }));
      const open = new Set<{ destroy(): void }>();
      const relay = createServer((client) => {
        const { address } = found;
        const server = address.kind === "socket" ? connect(address.path) : connect(address.port, address.host);
        for (const socket of [client, server]) {
          open.add(socket);
          socket.on("error", () => undefined);
        }
        client.pipe(server).pipe(client);
      });
      relay.listen(path);
      await once(relay, "listening");
      const images = standInImageMap();
      const engine = await createEngine(t, { ...found, address: { kind: "socket", path } }, { images });
      const spare = await spareAtGate(t, engine, { runtime });
      t.after(() => docker(["rm", "--force", spare.sandbox.id]));
      relay.close();
      for (const socket of open) socket.destroy();
      assert.equal(await docker(["wait", spare.sandbox.id]), "0");
    });
  }

  test("is to be had of zip functions of every runtime, and of nothing else", async (t) => {
    const engine = await engineWith(t);
    for (const runtime of ["nodejs24.x", "python3.11", "ruby3.4", "java21", "dotnet8", "provided.al2023"]) {
      assert.equal(engine.canSpare(zipFunction({ runtime })), true, runtime);
    }
    assert.equal(engine.canSpare(zipFunction({ packageType: "Image", runtime: undefined })), false);
    assert.equal(engine.canSpare(zipFunction({ runtime: "cobol85" })), false);
    assert.equal(engine.canSpare(zipFunction({ environment: { LD_PRELOAD: "/opt/hook.so" } })), false);
  });
});
