import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { workspaceId } from "../runner/control/state-folder.ts";
import { residentMb } from "./bench/idle-memory.ts";
import { runLoad, type LoadResult } from "./chaos/load.ts";
import { processesIn } from "./chaos/processes.ts";
import { seededRandom } from "./chaos/random.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder, RunnerProcess } from "./harness/runner-process.ts";
import { standInImageMap } from "./images/build-images.ts";
import { docker } from "./shell-image.ts";

/** Repeats a run: the order of what is called and killed, not its timing. */
const seed = Number(process.env["PILOTLIGHT_CHAOS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const skip = process.platform === "linux" ? false : "finds processes in /proc";

suite("A runner whose environments are killed at random", { skip }, () => {
  test("answers each of 10,000 calls once, in processes", { timeout: 300_000 }, async (t) => {
    const chaos = await Chaos.start(t, ["--engine", "process"]);
    const sandboxes = join(chaos.folder, "src");
    const kill = (random: () => number): void => {
      const pids = processesIn(sandboxes);
      const pid = pids[Math.floor(random() * pids.length)];
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    };
    await chaos.run(3_000, 4, kill);
    const afterFirstMb = residentMb(chaos.pid);
    await chaos.run(7_000, 4, kill);
    const afterAllMb = residentMb(chaos.pid);
    t.diagnostic(
      `resident memory ${afterFirstMb.toFixed(0)} MB after 3,000 calls, ${afterAllMb.toFixed(0)} MB at the end`,
    );
    await chaos.stop();

    assert.ok(afterAllMb < afterFirstMb * 1.5 + 20, `memory grew from ${afterFirstMb} to ${afterAllMb} MB`);
    assert.deepEqual(chaos.misattributedLines(), []);
    assert.deepEqual(processesIn(chaos.folder), []);
  });

  const skipContainers = lacking("container engine");
  test(
    "answers each of 1,500 calls once, in stand-in containers",
    { skip: skipContainers, timeout: 300_000 },
    async (t) => {
      const images = Object.entries(standInImageMap()).flatMap(([runtime, tag]) => ["--image", `${runtime}=${tag}`]);
      const chaos = await Chaos.start(t, ["--engine", "container", ...images]);
      const label = `label=pilotlight.workspace=${workspaceId(chaos.folder)}`;
      const kill = async (random: () => number): Promise<void> => {
        const ids = (await docker(["ps", "--quiet", "--filter", label])).split("\n").filter(Boolean);
        const id = ids[Math.floor(random() * ids.length)];
        // It may have ended between the two commands.
        if (id !== undefined) await docker(["kill", id]).catch(() => undefined);
      };
      await chaos.run(1_500, 80, kill);
      await chaos.stop();

      assert.equal(await docker(["ps", "--all", "--quiet", "--filter", label]), "");
      assert.deepEqual(processesIn(chaos.folder), []);
    },
  );
});

type Kill = (random: () => number) => void | Promise<void>;

/** A runner with one function, its load and its killer. */
class Chaos {
  readonly folder: string;
  readonly #runner: RunnerProcess;
  readonly #random = seededRandom(seed);
  readonly #t: TestContext;

  private constructor(t: TestContext, folder: string, runner: RunnerProcess) {
    this.#t = t;
    this.folder = folder;
    this.#runner = runner;
  }

  static async start(t: TestContext, args: readonly string[]): Promise<Chaos> {
    t.diagnostic(`PILOTLIGHT_CHAOS_SEED=${seed}`);
    const folder = realpathSync(newFolder(t));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src", "index.mjs"), handler);
    writeFileSync(join(folder, "template.yaml"), template);
    return new Chaos(t, folder, await RunnerProcess.start(t, args, { cwd: folder }));
  }

  get pid(): number {
    return this.#runner.child.pid ?? 0;
  }

  /** Resolves when all calls are answered and all events have run to their end. */
  async run(calls: number, maxWorkMs: number, kill: Kill): Promise<void> {
    let kills = 0;
    let killing: Promise<void> = Promise.resolve();
    const result = await runLoad({
      url: `${this.#runner.lambdaApi}/2015-03-31/functions/chaos/invocations`,
      calls,
      inFlight: 16,
      maxWorkMs,
      eventShare: 0.05,
      random: this.#random,
      beforeCall: (call) => {
        if (call === 0 || call % 60 !== 0) return;
        kills += 1;
        killing = killing.then(() => kill(this.#random));
      },
    });
    await killing;
    this.#t.diagnostic(
      `${kills} kills; ${result.succeeded} calls succeeded, ${result.killed.length} were killed, ${result.accepted.length} events`,
    );
    assert.equal(result.succeeded + result.killed.length + result.accepted.length, calls);
    assert.ok(result.killed.length > 0, "no call was killed, so this run showed nothing");
    assert.ok(result.killed.length <= kills, "one kill cost more than one call");
    await this.#allEnded(result);
  }

  async stop(): Promise<void> {
    assert.equal(await this.#runner.stop(), 0);
  }

  /** Lines of the function that were given to another invocation than the one that wrote them. */
  misattributedLines(): unknown[] {
    const written = this.#runner.lines.filter((line) => line.event === "log" && line["source"] === "function");
    assert.ok(written.length > 0, "the function wrote nothing");
    return written.filter((line) => String(line["text"]).split("\t")[1] !== line["requestId"]);
  }

  /** Waits for the record of every event that was accepted. */
  async #allEnded({ accepted }: LoadResult): Promise<void> {
    const { stdout } = this.#runner.child;
    if (!stdout) throw new Error("A spawned runner has no pipes");
    while (true) {
      const ended = new Set(this.#runner.lines.map((line) => line.event === "invocation" && line["requestId"]));
      if (accepted.every((requestId) => ended.has(requestId))) return;
      await once(stdout, "data", { signal: this.#t.signal });
    }
  }
}

const handler = `export const handler = async (event) => {
  console.log("event", event.id);
  if (event.workMs > 0) await new Promise((resolve) => setTimeout(resolve, event.workMs));
  return event;
};
`;

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Chaos:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: chaos
      Runtime: nodejs24.x
      Handler: index.handler
      CodeUri: src
      MemorySize: 128
      Timeout: 60
`;
