import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { suite, test } from "node:test";
import { workspaceId } from "../runner/control/state-folder.ts";
import { LiveCommand } from "./cli/live-command.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { fixture, writeProject } from "./harness/project.ts";
import { newFolder, runCli, RunnerProcess } from "./harness/runner-process.ts";
import type { Scope } from "./harness/scope.ts";
import { docker } from "./shell-image.ts";

const containers = engineArguments("container");

function projectOf(scope: Scope): string {
  const folder = newFolder(scope);
  // Code is mounted into containers whose user is somebody else.
  chmodSync(folder, 0o755);
  writeProject(folder, {
    defaults: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/", Timeout: 60 },
    functions: { hold: {}, pulled: { Runtime: "nodejs22.x" } },
    files: { "src/index.mjs": readFileSync(join(fixture("hold"), "index.mjs"), "utf8") },
  });
  return folder;
}

async function containersOf(folder: string): Promise<string[]> {
  const label = `label=pilotlight.workspace=${workspaceId(folder)}`;
  const ids = await docker(["ps", "--all", "--quiet", "--no-trunc", "--filter", label]);
  return ids === "" ? [] : ids.split("\n");
}

/** A call that holds until its environment dies, once its handler runs. */
async function holdingCall(t: Scope, runner: RunnerProcess, folder: string): Promise<LiveCommand> {
  const event = JSON.stringify({ release: "/never" });
  const call = new LiveCommand(t, ["invoke", "hold", "--json", "-e", event], { cwd: folder });
  await runner.line(({ event: kind, text }) => kind === "log" && String(text).includes("holding /never"));
  return call;
}

/** Stands between a runner and the engine, to take the engine away from it. */
class EngineProxy {
  readonly path: string;
  readonly #server = createServer((client) => this.#join(client));
  readonly #sockets = new Set<Socket>();

  private constructor(path: string) {
    this.path = path;
  }

  static async listen(t: Scope, folder: string): Promise<EngineProxy> {
    const proxy = new EngineProxy(join(folder, "engine.sock"));
    proxy.#server.listen(proxy.path);
    await once(proxy.#server, "listening");
    t.after(() => proxy.cut());
    return proxy;
  }

  /** As when the engine is stopped: connections break, and there is no socket any more. */
  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async restore(): Promise<void> {
    this.#server.listen(this.path);
    await once(this.#server, "listening");
  }

  #join(client: Socket): void {
    const engine = connect("/var/run/docker.sock");
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        to.destroy();
        this.#sockets.delete(from);
      });
    }
  }
}

suite("With stand-in containers", { skip: lacking("container engine"), timeout: 120_000 }, () => {
  test("a container that is killed in mid-call fails the call as on AWS, and the next one runs", async (t) => {
    const folder = projectOf(t);
    const runner = await RunnerProcess.start(t, containers, { cwd: folder });
    const call = await holdingCall(t, runner, folder);
    const [id = ""] = await containersOf(folder);
    await docker(["kill", id]);

    assert.equal(await call.ended, 1);
    const reply = JSON.parse(call.stdout) as { functionError: string; payload: Record<string, string> };
    assert.equal(reply.functionError, "Unhandled");
    assert.equal(reply.payload["errorType"], "Runtime.ExitError");
    assert.match(String(reply.payload["errorMessage"]), /Error: Runtime exited with error: signal: killed$/);
    const next = await runCli(["invoke", "hold", "-e", '{"release":"/"}'], { cwd: folder });
    assert.deepEqual([next.code, next.stdout], [0, '"released"\n']);
    assert.equal(await runner.stop(), 0);
    assert.deepEqual(await containersOf(folder), []);
  });

  test("a container that is removed in mid-call fails the call and says so", async (t) => {
    const folder = projectOf(t);
    const runner = await RunnerProcess.start(t, containers, { cwd: folder });
    const call = await holdingCall(t, runner, folder);
    const [id = ""] = await containersOf(folder);
    await docker(["rm", "--force", id]);

    assert.ok([1, 3].includes((await call.ended) ?? -1));
    assert.match(call.stdout + call.stderr, /signal: killed|was removed from outside the runner/);
    assert.equal((await runCli(["invoke", "hold", "-e", '{"release":"/"}'], { cwd: folder })).code, 0);
  });

  test("a runner that is killed in mid-call leaves containers that the next start removes", async (t) => {
    const folder = projectOf(t);
    const killed = await RunnerProcess.start(t, containers, { cwd: folder });
    await holdingCall(t, killed, folder);
    const ended = once(killed.child, "exit");
    killed.child.kill("SIGKILL");
    await ended;
    assert.equal((await containersOf(folder)).length, 1);

    const next = await RunnerProcess.start(t, containers, { cwd: folder });
    assert.deepEqual(await containersOf(folder), []);
    assert.equal(await next.stop(), 0);
  });

  test("Ctrl-C in mid-call removes the container", async (t) => {
    const folder = projectOf(t);
    const runner = await RunnerProcess.start(t, containers, { cwd: folder });
    const call = await holdingCall(t, runner, folder);
    runner.child.kill("SIGINT");
    await once(runner.child, "exit");
    assert.equal(runner.child.exitCode, 0);
    assert.equal(await call.ended, 3);
    assert.deepEqual(await containersOf(folder), []);
  });

  test("an image that is not there and can't be pulled is named, with what to do", async (t) => {
    const folder = projectOf(t);
    const image = "127.0.0.1:1/nobody/nothing:1";
    const { code, stderr } = await runCli(
      ["invoke", "pulled", "--engine", "container", "--image", `nodejs22.x=${image}`],
      { cwd: folder },
    );
    assert.equal(code, 3);
    assert.match(
      stderr,
      /The image 127\.0\.0\.1:1\/nobody\/nothing:1 is not on this machine and could not be pulled: .*Run "docker pull 127\.0\.0\.1:1\/nobody\/nothing:1" where there is a network, or .*--image/,
    );
    assert.deepEqual(await containersOf(folder), []);
  });

  const local = existsSync("/var/run/docker.sock") ? false : "the engine is not at its usual socket";
  test(
    "an engine that stops in mid-call fails the call, and serves again when it is back",
    { skip: local },
    async (t) => {
      const folder = projectOf(t);
      const proxy = await EngineProxy.listen(t, folder);
      const env = { DOCKER_HOST: `unix://${proxy.path}` };
      const runner = await RunnerProcess.start(t, containers, { cwd: folder, env });
      const call = await holdingCall(t, runner, folder);
      proxy.cut();

      assert.equal(await call.ended, 3);
      assert.match(
        call.stderr,
        /The function's environment was lost: .*engine\.sock went away while .* Call it again\.\n$/,
      );
      const without = await runCli(["invoke", "hold"], { cwd: folder });
      assert.equal(without.code, 3);
      assert.match(without.stderr, /engine\.sock went away \(.*\); could not .* Start the engine, then try again\.\n$/);

      await proxy.restore();
      const after = await runCli(["invoke", "hold", "-e", '{"release":"/"}'], { cwd: folder });
      assert.deepEqual([after.code, after.stdout], [0, '"released"\n'], after.stderr);
      assert.equal(await runner.stop(), 0);
      // What the engine could not be told while it was away.
      const left = await containersOf(folder);
      assert.ok(left.length <= 1);
      await RunnerProcess.start(t, containers, { cwd: folder }).then((next) => next.stop());
      assert.deepEqual(await containersOf(folder), []);
    },
  );
});
