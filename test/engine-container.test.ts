import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  containersWith,
  createEngine,
  engineForTests,
  never,
  readableFolder,
  requestFor,
  runShell,
  shellFunction,
  startShell,
} from "./container-fixture.ts";
import { docker } from "./shell-image.ts";

const tested = await engineForTests();
after(() => tested?.stop());

describe("the container engine, with a stand-in image", { skip: tested === undefined }, () => {
  const found = tested?.found;
  if (found === undefined) return;

  test("says which engine it is and where listeners bind", async (t) => {
    const engine = await createEngine(t, found);
    assert.match(engine.description, /^(Docker|Podman) \d+\.\d+.* at \S+$/);
    assert.notEqual(engine.listener.bindHost, "0.0.0.0");
    assert.ok((await engine.availableMemoryMb()) > 100);
  });

  test("loses no output and reports the exit code", async (t) => {
    const engine = await createEngine(t, found);
    const { exit, output } = await runShell(engine, shellFunction("echo out; echo err >&2; seq 20000; exit 3"));
    assert.deepEqual(exit, { kind: "exited", code: 3 });
    assert.match(output, /out\n/);
    assert.match(output, /err\n/);
    assert.ok(output.endsWith("\n20000\n"), output.slice(-100));
  });

  test("reaches a listener bound where it says, under the name it says", async (t) => {
    const engine = await createEngine(t, found);
    const server = createServer((socket) => socket.end("hello from the runner\n"));
    server.listen(0, engine.listener.bindHost);
    await once(server, "listening");
    t.after(() => server.close());
    const runtimeApiPort = (server.address() as AddressInfo).port;
    const fn = shellFunction('nc "${AWS_LAMBDA_RUNTIME_API%:*}" "${AWS_LAMBDA_RUNTIME_API##*:}"');
    const { output } = await runShell(engine, fn, { runtimeApiPort });
    assert.equal(output, "hello from the runner\n");
  });

  test("hands over variables and keeps standard input open", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction('echo "$GREETING"; read line; echo closed');
    const { sandbox, output, waitFor } = await startShell(engine, fn, { variables: { GREETING: "hello world" } });
    await waitFor("\n");
    assert.match(output(), /^hello world\n$/);
    await sandbox.settleOutput("thorough");
    await sandbox.stop();
    assert.deepEqual(await sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
    assert.doesNotMatch(output(), /closed/);
  });

  test("tells a kill from outside", async (t) => {
    const engine = await createEngine(t, found);
    const { sandbox, waitFor } = await startShell(engine, shellFunction("echo up; exec sleep 100"));
    await waitFor("up");
    await docker(["kill", sandbox.id]);
    assert.deepEqual(await sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
  });

  test("tells a container that was removed from outside while it ran, and stops it all the same", async (t) => {
    const engine = await createEngine(t, found);
    const { sandbox, waitFor } = await startShell(engine, shellFunction("echo up; exec sleep 100"));
    await waitFor("up");
    await docker(["rm", "--force", sandbox.id]);
    const exit = await sandbox.exited;
    assert.ok(exit.kind === "lost" || exit.kind === "signalled", exit.kind);
    await sandbox.stop();
  });

  test("stops what still runs, more than once without complaint, and leaves nothing", async (t) => {
    const workspaceId = `stop-${process.pid}`;
    const engine = await createEngine(t, found, { workspaceId });
    const { sandbox } = await startShell(engine, shellFunction("sleep 100 & sleep 100"));
    await Promise.all([sandbox.stop(), sandbox.stop()]);
    await sandbox.stop();
    assert.deepEqual(await containersWith(`pilotlight.workspace=${workspaceId}`), []);
  });

  test("leaves nothing when it is disposed of, and starts nothing afterwards", async (t) => {
    const workspaceId = `dispose-${process.pid}`;
    const engine = await createEngine(t, found, { workspaceId });
    const starts = [1, 2, 3].map(() => engine.start(requestFor(shellFunction("exec sleep 100")), never));
    const settled = Promise.allSettled(starts);
    await Promise.race(starts);
    await engine.dispose();
    await settled;
    assert.deepEqual(await containersWith(`pilotlight.workspace=${workspaceId}`), []);
    await assert.rejects(engine.start(requestFor(shellFunction("true")), never), { code: "cancelled" });
  });

  test("leaves nothing when a start is aborted", async (t) => {
    const workspaceId = `abort-${process.pid}`;
    const engine = await createEngine(t, found, { workspaceId });
    await engine.prepare(shellFunction("true"), () => undefined, never);
    const exists = async (): Promise<boolean> =>
      (await containersWith(`pilotlight.workspace=${workspaceId}`)).length > 0;
    // Before anything was asked of the engine, while it makes the container, and when the container is there.
    const moments = [
      () => Promise.resolve(),
      () => new Promise((resolve) => setImmediate(resolve)),
      async () => {
        while (!(await exists()));
      },
    ];
    for (const moment of moments) {
      const abort = new AbortController();
      const start = engine.start(requestFor(shellFunction("exec sleep 100")), abort.signal);
      const rejected = assert.rejects(start, { code: "cancelled" });
      await moment();
      abort.abort();
      await rejected;
      assert.equal(await exists(), false);
    }
  });

  test("removes what a dead owner left, and nobody else's", async (t) => {
    await createEngine(t, found);
    const engine = await createEngine(t, found, { workspaceId: `alive-${process.pid}` });
    const { sandbox } = await startShell(engine, shellFunction("exec sleep 100"));
    const labels = JSON.parse(await docker(["inspect", "--format", "{{json .Config.Labels}}", sandbox.id])) as Record<
      string,
      string
    >;
    const leave = (changes: Record<string, string>): Promise<string> =>
      docker([
        "create",
        ...Object.entries({ ...labels, ...changes }).flatMap(([name, value]) => ["--label", `${name}=${value}`]),
        "pilotlight-test/shell:1",
        "true",
      ]);
    // No process has this pid: it is above the highest the kernel gives.
    const dead = await leave({ "pilotlight.owner-pid": "4194305", "pilotlight.workspace": `dead-${process.pid}` });
    const elsewhere = await leave({ "pilotlight.owner-pid": "4194305", "pilotlight.owner-host": "another machine" });
    t.after(() => docker(["rm", elsewhere]));

    await createEngine(t, found);
    const left = await containersWith("pilotlight.role=environment");
    assert.ok(!left.includes(dead));
    assert.ok(left.includes(elsewhere));
    assert.ok(left.some((id) => id.startsWith(sandbox.id)));
  });

  for (const codeTransfer of ["mount", "copy"] as const) {
    test(`shows code and layers in their places, read-only, by ${codeTransfer}`, async (t) => {
      const engine = await createEngine(t, found, { codeTransfer });
      const [codeFolder, layerFolder] = [await readableFolder(t), await readableFolder(t)];
      await mkdir(join(codeFolder, "lib"));
      await writeFile(join(codeFolder, "lib/data.txt"), "code");
      await writeFile(join(codeFolder, "tool.sh"), "#!/bin/sh\necho ran\n");
      await chmod(join(codeFolder, "tool.sh"), 0o755);
      await writeFile(join(layerFolder, "layer.txt"), "layer");
      const fn = shellFunction(
        "id -u; pwd; cat lib/data.txt /opt/layer.txt; echo; ./tool.sh; stat -c '%a %u' lib lib/data.txt tool.sh; " +
          "touch new 2>&1 && echo wrote code; touch /opt/new 2>&1 && echo wrote layer; echo x 2>/dev/null >lib/data.txt && echo changed code; true",
      );
      const { exit, output } = await runShell(engine, fn, { codeFolder, layerFolder });
      assert.deepEqual(exit, { kind: "exited", code: 0 });
      const lines = output.split("\n").filter((line) => !line.startsWith("touch: "));
      assert.deepEqual(lines, ["993", "/var/task", "codelayer", "ran", "755 0", "644 0", "755 0", ""]);
    });
  }

  test("copies a folder that only its owner can read", async (t) => {
    const engine = await createEngine(t, found);
    const codeFolder = await readableFolder(t);
    await writeFile(join(codeFolder, "data.txt"), "private", { mode: 0o600 });
    await chmod(codeFolder, 0o700);
    const { output } = await runShell(engine, shellFunction("cat data.txt"), { codeFolder });
    assert.equal(output, "private");
  });

  test("says so when the code is gone", async (t) => {
    const engine = await createEngine(t, found);
    const request = requestFor(shellFunction("true"), { codeFolder: "/no/such/folder" });
    await assert.rejects(engine.start(request, never), {
      code: "code-missing",
      message: /no such file.*Build the function/,
    });
  });

  test("notices at once when the engine goes away in mid-run", async (t) => {
    // A relay in front of the engine stands for one that is stopped.
    const path = join(await readableFolder(t), "relay.sock");
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
    const engine = await createEngine(t, { ...found, address: { kind: "socket", path } });
    const { sandbox, waitFor } = await startShell(engine, shellFunction("echo up; exec sleep 100"));
    t.after(() => docker(["rm", "--force", sandbox.id]));
    await waitFor("up");

    relay.close();
    for (const socket of open) socket.destroy();
    const exit = await sandbox.exited;
    assert.ok(exit.kind === "lost", exit.kind);
    assert.match(exit.reason, /went away/);
    await assert.rejects(engine.start(requestFor(shellFunction("true")), never), { code: "engine-lost" });
    await sandbox.stop();
  });
});
