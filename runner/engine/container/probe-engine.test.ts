import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createNetServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { probeEngine } from "./probe-engine.ts";

const never = new AbortController().signal;
const isWindows = process.platform === "win32";

test("reads product and version over a socket", { skip: isWindows }, async (t) => {
  const path = await serve(t, answer({ Version: "20.10.24+dfsg1", ApiVersion: "1.41", Os: "linux" }));
  assert.deepEqual(await probeEngine({ kind: "socket", path }, never), {
    kind: "answered",
    version: { product: "Docker", version: "20.10.24", os: "linux", localAddress: undefined },
  });
});

test("recognises Podman by its components", { skip: isWindows }, async (t) => {
  const path = await serve(
    t,
    answer({ Version: "5.2.1", ApiVersion: "1.41", Os: "linux", Components: [{ Name: "Podman Engine" }] }),
  );
  const result = await probeEngine({ kind: "socket", path }, never);
  assert.ok(result.kind === "answered");
  assert.equal(result.version.product, "Podman");
});

test("tells this machine's address on the way to a tcp engine", async (t) => {
  const server = createServer(answer({ Version: "28.0.0", ApiVersion: "1.48", Os: "linux" }));
  await listen(t, server, { port: 0, host: "127.0.0.1" });
  const { port } = server.address() as AddressInfo;
  const result = await probeEngine({ kind: "tcp", host: "127.0.0.1", port, tls: false }, never);
  assert.ok(result.kind === "answered");
  assert.equal(result.version.localAddress, "127.0.0.1");
});

const failing: [title: string, answerWith: RequestListener, reason: string][] = [
  ["an engine in Windows container mode", answer({ ApiVersion: "1.48", Os: "windows" }), "runs Windows containers"],
  ["another HTTP server", (_, response) => response.end("hello"), "answered, but not as a container engine"],
  ["an engine that is broken", (_, response) => response.writeHead(503).end(), "answered HTTP 503"],
  ["a server that hangs up", (request) => request.socket.destroy(), "connection closed without an answer"],
];
for (const [title, listener, reason] of failing) {
  test(`says why ${title} does not do`, { skip: isWindows }, async (t) => {
    const path = await serve(t, listener);
    assert.deepEqual(await probeEngine({ kind: "socket", path }, never), { kind: "failed", reason });
  });
}

test("says that there is no such file", { skip: isWindows }, async () => {
  const path = join(tmpdir(), "pilotlight-no-such-engine.sock");
  assert.deepEqual(await probeEngine({ kind: "socket", path }, never), { kind: "failed", reason: "no such file" });
});

test("says that a file is no socket with a listener", { skip: isWindows }, async (t) => {
  const path = join(await temporaryFolder(t), "file.sock");
  await writeFile(path, "");
  assert.deepEqual(await probeEngine({ kind: "socket", path }, never), {
    kind: "failed",
    reason: "connection refused",
  });
});

test("says that a port refuses connections", async (t) => {
  const server = createNetServer();
  await listen(t, server, { port: 0, host: "127.0.0.1" });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  assert.deepEqual(await probeEngine({ kind: "tcp", host: "127.0.0.1", port, tls: false }, never), {
    kind: "failed",
    reason: "connection refused",
  });
});

test("stops asking a silent server when told to", { skip: isWindows }, async (t) => {
  const abort = new AbortController();
  const path = await serve(t, () => abort.abort(new Error("enough")));
  await assert.rejects(probeEngine({ kind: "socket", path }, abort.signal), { message: "enough" });
});

function answer(body: object): RequestListener {
  return (request, response) => {
    assert.equal(request.url, "/version");
    response.end(JSON.stringify(body));
  };
}

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const path = join(await temporaryFolder(t), "engine.sock");
  await listen(t, createServer(listener), { path });
  return path;
}

async function listen(t: TestContext, server: Server, where: object): Promise<void> {
  await new Promise<void>((resolve) => server.listen(where, resolve));
  t.after(() => server.close());
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-probe-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}
