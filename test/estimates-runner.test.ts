import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunnerClient } from "../runner/control/client.ts";
import type { CodeFacts, ImportCost } from "../runner/control/protocol.ts";
import { isProcessAlive } from "../runner/engine/process-alive.ts";
import { connectTo, HeardEvents } from "./control/connect.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import type { TestProject } from "./harness/project.ts";
import { newFolder } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import type { Scope } from "./harness/scope.ts";

const project: TestProject = {
  functions: {
    Node: { Runtime: "nodejs24.x", Handler: "app.handler", CodeUri: "node" },
    Python: { Runtime: "python3.12", Handler: "app.handler", CodeUri: "python" },
  },
  files: {
    "node/node_modules/dep/index.js": "exports.answer = 'node';",
    "node/app.ts": "import { answer } from 'dep'; export const handler = async () => answer;",
    "python/own.py": "answer = 'python'\n",
    "python/app.py": "import own\ndef handler(event, context):\n    return own.answer\n",
  },
};

/** Asks again at each `estimates` event. */
class News {
  readonly #client: RunnerClient;
  #lookers: (() => void)[] = [];

  static async of(scope: Scope, { folder }: RunningProject): Promise<News> {
    const client = await connectTo(scope, folder);
    const news = new News(client);
    client.onEvent((event) => {
      if (event.event !== "estimates") return;
      const lookers = news.#lookers;
      news.#lookers = [];
      for (const look of lookers) look();
    });
    await client.subscribe(["estimates"]);
    return news;
  }

  private constructor(client: RunnerClient) {
    this.#client = client;
  }

  async until<T>(ask: (client: RunnerClient) => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const next = new Promise<void>((resolve) => this.#lookers.push(resolve));
      const answer = await ask(this.#client);
      if (isSo(answer)) return answer;
      await next;
    }
  }

  imports(functionName: string): Promise<ImportCost[]> {
    return this.until(
      (client) => client.importCosts({ functionName }),
      (costs) => costs.length > 0,
    );
  }

  facts(functionName: string): Promise<CodeFacts | null> {
    return this.#client.codeFacts({ functionName });
  }
}

describe("a runner's estimates", () => {
  const process = ["--engine", "process"];

  test("are there to ask for once functions were built, and follow saves", async (t) => {
    const running = await startProject(t, project, process, { XDG_CACHE_HOME: newFolder(t) });
    const news = await News.of(t, running);
    assert.equal(await news.facts("Node"), null);
    assert.deepEqual([await running.payloadOf("Node"), await running.payloadOf("Python")], ["node", "python"]);

    const [dep] = await news.imports("Node");
    assert.deepEqual([dep?.specifier, dep?.file], ["dep", join(running.folder, "node", "app.ts")]);
    assert.deepEqual((await news.imports("Python"))[0]?.specifier, "own");
    const facts = await news.facts("Node");
    assert.deepEqual(
      facts?.packages.map(({ name }) => name),
      ["dep"],
    );
    assert.ok(facts.bundleBytes > 0 && facts.unpackedBytes >= facts.bundleBytes);
    const calibrations = await news.until(
      (client) => client.calibrations(),
      ({ length }) => length === 2,
    );
    assert.deepEqual(calibrations.map(({ runtime, engine }) => `${engine} ${runtime}`).sort(), [
      "process nodejs24.x",
      "process python3.12",
    ]);

    const edited = "import 'dep'; import 'node:zlib'; export const handler = async () => 1;";
    await new Saves(running).save("node/app.ts", edited);
    const costs = await news.until(
      (client) => client.importCosts({ functionName: "Node" }),
      (found) => found[0]?.build !== dep?.build,
    );
    assert.deepEqual(
      costs.map(({ specifier }) => specifier),
      ["dep", "node:zlib"],
    );
  });

  test("run nothing with --no-measure", async (t) => {
    const cache = newFolder(t);
    const running = await startProject(t, project, [...process, "--no-measure"], { XDG_CACHE_HOME: cache });
    const client = await connectTo(t, running.folder);
    const heard = await HeardEvents.of(client, "estimates");
    assert.deepEqual(await client.importCosts({ functionName: "Node" }), []);
    await running.payloadOf("Node");
    await running.payloadOf("Python");
    // One comes after the other: what would be measured of one has been by then.
    for (const name of ["Node", "Python"]) {
      await heard.once((event) => event.event === "estimates" && event.functionName === name);
    }
    const costs = ["Node", "Python"].map((functionName) => client.importCosts({ functionName }));
    assert.deepEqual(await Promise.all(costs), [[], []]);
    assert.deepEqual(await client.calibrations(), []);
    assert.deepEqual(readdirSync(cache), []);
  });

  test("stop measuring for a call, and begin anew after it", async (t) => {
    const pids = join(newFolder(t), "pids");
    // Functions have a log stream; the second time, nothing hangs.
    const hangs = `
      const fs = require("node:fs");
      if (!process.env.AWS_LAMBDA_LOG_STREAM_NAME) {
        fs.appendFileSync(${JSON.stringify(pids)}, process.pid + "\\n");
        if (fs.readFileSync(${JSON.stringify(pids)}, "utf8").split("\\n").length === 2) for (;;);
      }
    `;
    const files = { ...project.files, "node/node_modules/dep/index.js": `${hangs} exports.answer = 'node';` };
    const running = await startProject(t, { ...project, files }, process, { XDG_CACHE_HOME: newFolder(t) });
    const news = await News.of(t, running);
    assert.equal(await running.payloadOf("Node"), "node");
    await news.until(
      (client) => client.calibrations(),
      ({ length }) => length === 1,
    );
    while (!existsSync(pids)) await nextTurn();
    const pid = Number(readFileSync(pids, "utf8"));
    assert.equal(isProcessAlive(pid), true);
    assert.equal(await running.payloadOf("Node"), "node");
    assert.deepEqual(
      (await news.imports("Node")).map(({ specifier }) => specifier),
      ["dep"],
    );
    assert.equal(isProcessAlive(pid), false);
  });

  test("refuse a function that is not there", async (t) => {
    const running = await startProject(t, project, process);
    const client = await connectTo(t, running.folder);
    const isUnknown = { code: "function-unknown" };
    await assert.rejects(client.importCosts({ functionName: "Nobody" }), isUnknown);
    await assert.rejects(client.codeFacts({ functionName: "Nobody" }), isUnknown);
  });

  test("have what an empty handler takes in a container", { skip: lacking("container engine") }, async (t) => {
    const caches = { XDG_CACHE_HOME: newFolder(t) };
    const running = await startProject(t, project, engineArguments("container"), caches);
    const news = await News.of(t, running);
    await running.payloadOf("Node");
    const calibrations = await news.until(
      (client) => client.calibrations(),
      ({ length }) => length > 0,
    );
    assert.deepEqual(
      calibrations.map(({ runtime, engine }) => ({ runtime, engine })),
      [{ runtime: "nodejs24.x", engine: "container" }],
    );
    assert.ok(calibrations.every(({ emptyInitMs }) => emptyInitMs > 10));
  });
});
